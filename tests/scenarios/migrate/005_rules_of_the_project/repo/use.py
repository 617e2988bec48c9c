from lib import f
import lib as l


def go(x):
    return f(1 + x, 2) * l.f(x, 1, c=x)  # kept


def seven():
    return l.h()
