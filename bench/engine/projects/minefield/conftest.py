"""Puts the game's folder on the path."""
