"""Fixtures, tables and statistics of a league."""
