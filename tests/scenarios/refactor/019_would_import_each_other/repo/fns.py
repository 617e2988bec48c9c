import math

SIDES = 4


# About circles.
def area(r):
    """Return the area."""
    return math.pi * r**2


def square(a):
    return a**2 * SIDES / SIDES


def both(r):
    return area(r) + square(r)
