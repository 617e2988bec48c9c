"""Lets the tests import the package."""
