"""Lets the tests import inifile.py."""
