"""Puts the project's folder on the path."""
