"""Sales reports from delimited text."""
