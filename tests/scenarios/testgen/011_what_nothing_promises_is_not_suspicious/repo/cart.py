class Cart:
    def __init__(self):
        self.items = []

    def add(self, price, count=1):
        self.items.append((price, count))
        return self

    def total(self):
        return sum(price * count for price, count in self.items)
