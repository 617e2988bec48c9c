"""Carts."""


class Item:
    price = 2

    def cost(self, number=1):
        return self.price * number


class Big(Item):
    def cost(self, number=1):  # dearer
        return super().cost(number=number) + 1


def total(items, rate=1):
    # the total of all items
    return sum(item.cost(number=2) for item in items) * rate


def show(items):
    return f"total: {total(items, rate=2)!r}"
