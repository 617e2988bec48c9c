"""Time sheets: reading entries, checking them and adding them up."""
