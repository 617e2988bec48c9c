from rounds import area

SIDES = 4


def square(a):
    return a**2 * SIDES / SIDES


def both(r):
    return area(r) + square(r)
