"""A warehouse: lots on shelves, and reservations against them.

All methods that need to know the date take it as `today`.
"""

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .errors import InsufficientStock, UnknownReservation
from .lots import Lot, pick_order


@dataclass
class Reservation:
    sku: str
    quantity: int
    until: date  # the last day it holds


class Warehouse:
    def __init__(self, name=""):
        self.name = name
        self._lots = []
        self._reservations = {}
        self._last_id = 0

    def receive(self, sku, quantity, unit_cost, today, expires=None):
        if quantity <= 0:
            raise ValueError("quantity must be positive")
        self._lots.append(Lot(sku, quantity, unit_cost, today, expires))

    def lots(self, sku, today):
        """The usable lots of an article, in the order they would be picked."""
        return pick_order(lot for lot in self._lots if lot.sku == sku and lot.usable(today))

    def on_hand(self, sku, today):
        """Usable pieces in the house, reserved or not."""
        return sum(lot.quantity for lot in self.lots(sku, today))

    def reserved(self, sku, today):
        """Pieces held by reservations that have not run out."""
        return sum(
            r.quantity for r in self._reservations.values() if r.sku == sku and r.until >= today
        )

    def available(self, sku, today):
        return max(0, self.on_hand(sku, today) - self.reserved(sku, today))

    def skus(self):
        return sorted({lot.sku for lot in self._lots})

    def issue(self, sku, quantity, today):
        """Take pieces that nobody has reserved; return the parts of lots taken."""
        present = self.available(sku, today)
        if quantity > present:
            raise InsufficientStock(sku, quantity, present)
        return self._pick(sku, quantity, today)

    def _pick(self, sku, quantity, today):
        parts = []
        for lot in self.lots(sku, today):
            if quantity == 0:
                break
            part = lot.take(min(quantity, lot.quantity))
            quantity -= part.quantity
            parts.append(part)
        self._lots = [lot for lot in self._lots if lot.quantity]
        return parts

    def reserve(self, sku, quantity, today, days=3):
        """Hold pieces until `days` days from today; return the reservation's id."""
        present = self.available(sku, today)
        if quantity > present:
            raise InsufficientStock(sku, quantity, present)
        self._last_id += 1
        self._reservations[self._last_id] = Reservation(sku, quantity, today + timedelta(days))
        return self._last_id

    def _reservation(self, reservation_id, today):
        found = self._reservations.get(reservation_id)
        if found is None or found.until < today:
            raise UnknownReservation(reservation_id)
        return found

    def release(self, reservation_id, today):
        self._reservation(reservation_id, today)
        del self._reservations[reservation_id]

    def fulfil(self, reservation_id, today):
        """Issue what was reserved. If it is no longer there, the reservation stays."""
        held = self._reservation(reservation_id, today)
        present = self.on_hand(held.sku, today)
        if held.quantity > present:
            raise InsufficientStock(held.sku, held.quantity, present)
        del self._reservations[reservation_id]
        return self._pick(held.sku, held.quantity, today)

    def transfer(self, other, sku, quantity, today):
        """Move available pieces to another warehouse; cost and dates go with them."""
        other._lots.extend(self.issue(sku, quantity, today))

    def write_off_expired(self, today):
        """Remove all lots past their date; return sku -> pieces removed."""
        removed = {}
        kept = []
        for lot in self._lots:
            if lot.usable(today):
                kept.append(lot)
            else:
                removed[lot.sku] = removed.get(lot.sku, 0) + lot.quantity
        self._lots = kept
        return removed

    @contextmanager
    def trial(self):
        """Try things out: on leaving, everything is as it was on entering."""
        lots = list(self._lots)
        reservations = {key: replace(held) for key, held in self._reservations.items()}
        try:
            yield self
        finally:
            self._lots = lots
            self._reservations = reservations
