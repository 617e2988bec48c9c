"""Puts the package on the path."""
