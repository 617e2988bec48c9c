"""Running small chess tournaments."""
