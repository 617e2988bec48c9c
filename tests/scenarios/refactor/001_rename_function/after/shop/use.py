import shop.cart as c
from shop import amount as t


def both(items):
    return t(items, rate=3) + c.amount(items)
