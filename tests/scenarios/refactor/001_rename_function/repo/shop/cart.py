"""Carts."""


class Item:
    price = 2

    def cost(self, qty=1):
        return self.price * qty


class Big(Item):
    def cost(self, qty=1):  # dearer
        return super().cost(qty=qty) + 1


def total(items, rate=1):
    # the total of all items
    return sum(item.cost(qty=2) for item in items) * rate


def show(items):
    return f"total: {total(items, rate=2)!r}"
