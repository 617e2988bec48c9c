"""Carts."""


class Item:
    price = 2

    def price_of(self, qty=1):
        return self.price * qty


class Big(Item):
    def price_of(self, qty=1):  # dearer
        return super().price_of(qty=qty) + 1


def total(items, rate=1):
    # the total of all items
    return sum(item.price_of(qty=2) for item in items) * rate


def show(items):
    return f"total: {total(items, rate=2)!r}"
