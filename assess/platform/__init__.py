"""What every room stands on: faults, strict documents, shelves, languages, files."""
