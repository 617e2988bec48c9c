"""Round things."""

import math

EDGES = 0


# About circles.
def area(r):
    """Return the area."""
    return math.pi * r**2
