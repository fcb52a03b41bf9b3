"""The web application: for now the start page with the sample organisations and their reports."""
