"""What lies on the shelves, and what is set aside for orders."""


class OutOfStock(Exception):
    def __init__(self, missing):
        super().__init__(f"missing: {missing}")
        self.missing = missing


class Stock:
    def __init__(self, levels=None):
        self.levels = dict(levels or {})
        self.reserved = {}

    def free(self, sku):
        """Units on the shelf that are not set aside for any order."""
        held = sum(items.get(sku, 0) for items in self.reserved.values())
        return self.levels.get(sku, 0) - held

    def reserve(self, order_id, items):
        """Set items {sku: count} aside, all or nothing.

        Adds to what is already set aside for the order. OutOfStock carries
        {sku: units lacking}.
        """
        missing = {sku: n - self.free(sku) for sku, n in items.items() if n > self.free(sku)}
        if missing:
            raise OutOfStock(missing)
        held = self.reserved.setdefault(order_id, {})
        for sku, n in items.items():
            held[sku] = held.get(sku, 0) + n

    def release(self, order_id):
        """Put what was set aside for an order back on sale."""
        self.reserved.pop(order_id, None)

    def ship(self, order_id):
        """Take what is set aside for an order off the shelf."""
        for sku, n in self.reserved.pop(order_id, {}).items():
            self.levels[sku] -= n

    def receive(self, sku, n):
        if n <= 0:
            raise ValueError("nothing received")
        self.levels[sku] = self.levels.get(sku, 0) + n
