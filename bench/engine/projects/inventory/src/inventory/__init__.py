"""Stock of a small shop."""
