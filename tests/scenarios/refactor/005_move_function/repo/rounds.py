"""Round things."""

EDGES = 0
