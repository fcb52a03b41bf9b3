"""What is asked and by which rules: the shelves read, checked and written; questionnaires to and from Excel."""
