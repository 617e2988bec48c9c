"""Accounts of a small bank; all amounts are whole cents."""
