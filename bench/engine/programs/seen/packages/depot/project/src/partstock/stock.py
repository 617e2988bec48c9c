"""Stock in several locations, valued first in, first out."""
from __future__ import annotations

from collections import defaultdict, deque

from .parts import Catalog, normal_sku


class Shortage(Exception):
    """Less is available than was asked for."""

    def __init__(self, sku: str, wanted: int, available: int):
        super().__init__(f"{sku}: wanted {wanted}, available {available}")
        self.sku = sku
        self.wanted = wanted
        self.available = available


def _check_quantity(quantity: int) -> None:
    if quantity <= 0:
        raise ValueError("quantity must be positive")


class Stock:
    """Lots of parts at locations.

    A lot is a quantity received at one unit cost (in cents).  Issues use up
    the oldest lots of the location first.  Reserved parts stay in stock but
    are not available to anyone except through ``issue_reserved``.
    """

    def __init__(self, catalog: Catalog):
        self.catalog = catalog
        self._lots: dict[tuple[str, str], deque] = defaultdict(deque)
        self._reserved: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)

    def _key(self, sku: str, location: str) -> tuple[str, str]:
        if sku not in self.catalog:
            raise KeyError(sku)
        return normal_sku(sku), location

    def receive(self, sku: str, quantity: int, unit_cost: int, location: str = "main") -> None:
        _check_quantity(quantity)
        self._lots[self._key(sku, location)].append((quantity, unit_cost))

    def on_hand(self, sku: str, location: str | None = None) -> int:
        """Quantity in stock at a location, or at all of them together."""
        if location is None:
            wanted = normal_sku(sku)
            return sum(q for (s, _), lots in self._lots.items() if s == wanted for q, _ in lots)
        return sum(q for q, _ in self._lots.get(self._key(sku, location), ()))

    def reserved(self, sku: str, location: str = "main") -> int:
        return sum(self._reserved.get(self._key(sku, location), {}).values())

    def available(self, sku: str, location: str = "main") -> int:
        return self.on_hand(sku, location) - self.reserved(sku, location)

    def value(self, sku: str, location: str = "main") -> int:
        """What the parts at the location cost, in cents."""
        return sum(q * c for q, c in self._lots.get(self._key(sku, location), ()))

    def _take(self, key: tuple[str, str], quantity: int) -> list:
        """Remove quantity of the oldest; the lots (quantity, unit cost) taken."""
        lots = self._lots[key]
        taken = []
        while quantity > 0:
            have, cost = lots.popleft()
            used = min(have, quantity)
            if used < have:
                lots.appendleft((have - used, cost))
            taken.append((used, cost))
            quantity -= used
        return taken

    def issue(self, sku: str, quantity: int, location: str = "main") -> int:
        """Take available parts out of stock and return their cost.

        If too few are available nothing changes and Shortage is raised.
        """
        _check_quantity(quantity)
        key = self._key(sku, location)
        free = self.available(sku, location)
        if quantity > free:
            raise Shortage(key[0], quantity, free)
        return sum(q * c for q, c in self._take(key, quantity))

    def transfer(self, sku: str, quantity: int, source: str, target: str) -> None:
        """Move available parts; the lots keep their cost and their order."""
        _check_quantity(quantity)
        origin = self._key(sku, source)
        free = self.available(sku, source)
        if quantity > free:
            raise Shortage(origin[0], quantity, free)
        if source == target:
            return
        self._lots[self._key(sku, target)].extend(self._take(origin, quantity))

    def reserve(self, sku: str, quantity: int, order: str, location: str = "main") -> None:
        """Reserve more of a part for an order; Shortage if too few are available."""
        _check_quantity(quantity)
        key = self._key(sku, location)
        free = self.available(sku, location)
        if quantity > free:
            raise Shortage(key[0], quantity, free)
        orders = self._reserved[key]
        orders[order] = quantity

    def release(self, order: str) -> int:
        """Give up all that an order has reserved; the total quantity."""
        return sum(orders.pop(order, 0) for orders in self._reserved.values())

    def issue_reserved(self, order: str) -> int:
        """Take all that an order has reserved out of stock; its cost."""
        cost = 0
        for key, orders in self._reserved.items():
            quantity = orders.pop(order, 0)
            cost += sum(q * c for q, c in self._take(key, quantity))
        return cost
