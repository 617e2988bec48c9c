"""Benchmarks: programs that measure Quire as its users run it."""
