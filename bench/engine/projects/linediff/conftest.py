"""Puts linediff.py on the path of the tests."""
