def f(a, b, c=0):
    return a - b + c


def g(b, a, c=0):
    return a - b + c


def h():
    return 7
