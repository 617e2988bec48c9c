"""Round things."""

EDGES = 0

from fns import square
