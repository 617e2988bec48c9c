"""Small tools for SRT subtitle files."""
