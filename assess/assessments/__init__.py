"""One organisation's answers: read, checked against what was asked, and taken in from an Excel sheet."""
