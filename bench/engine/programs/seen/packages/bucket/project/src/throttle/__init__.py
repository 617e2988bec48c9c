"""Helpers for polite and patient clients of remote services."""
