"""Move stock in and out."""

from .items import Item, normal_sku


class OutOfStock(Exception):
    def __init__(self, sku, wanted, available):
        super().__init__(f"{sku}: wanted {wanted}, have {available}")
        self.wanted = wanted
        self.available = available


class UnknownItem(LookupError):
    """No item has this SKU."""


class Store:
    def __init__(self):
        self._items = {}
        self.history = []

    def add_item(self, sku, price, on_hand=0, tags=()):
        item = Item(sku, price, on_hand, tags=list(tags))
        if item.sku in self._items:
            raise ValueError("duplicate SKU: %s" % item.sku)
        self._items[item.sku] = item
        return item

    def item(self, sku):
        try:
            return self._items[normal_sku(sku)]
        except KeyError:
            raise UnknownItem(sku) from None

    def receive(self, sku, count):
        if count <= 0:
            raise ValueError("count must be positive")
        item = self.item(sku)
        item.on_hand += count
        self._note("receive", item, count)

    def reserve(self, sku, count):
        """Set stock aside for an order."""
        item = self.item(sku)
        if count > item.available:
            raise OutOfStock(item.sku, count, item.available)
        item.reserved += count
        self._note("reserve", item, count)

    def release(self, sku, count):
        """Give reserved stock back, at most what is reserved; return how much."""
        item = self.item(sku)
        count = min(count, item.reserved)
        item.reserved -= count
        self._note("release", item, count)
        return count

    def ship(self, sku, count):
        """Send reserved stock out."""
        item = self.item(sku)
        if count > item.reserved:
            raise OutOfStock(item.sku, count, item.reserved)
        item.reserved -= count
        item.on_hand -= count
        self._note("ship", item, count)

    def _note(self, action, item, count):
        self.history.append((action, item.sku, count))

    def items(self):
        return [self._items[sku] for sku in sorted(self._items)]
