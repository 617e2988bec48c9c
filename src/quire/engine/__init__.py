"""The embedded answerer: a pure Model that reads items and emits items."""
