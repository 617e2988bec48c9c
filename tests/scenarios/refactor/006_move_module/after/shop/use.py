import shop.inner.cart as c
from shop import total as t


def both(items):
    return t(items, rate=3) + c.total(items)
