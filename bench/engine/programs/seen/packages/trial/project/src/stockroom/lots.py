"""Lots: quantities of one article that came in together."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Optional


@dataclass
class Lot:
    sku: str
    quantity: int
    unit_cost: int  # cents
    received: date
    expires: Optional[date] = None

    def usable(self, today: date) -> bool:
        """A lot may still be used on the day it expires."""
        return self.expires is None or today <= self.expires

    def take(self, quantity: int) -> "Lot":
        """Split off a part of the lot as a new lot."""
        if not 0 < quantity <= self.quantity:
            raise ValueError("cannot take that much")
        self.quantity -= quantity
        return replace(self, quantity=quantity)


def pick_order(lots):
    """What expires first goes first, what never expires goes last.

    Lots that expire on the same day (or never) go in the order received, and
    lots received on the same day in the order given.
    """
    return sorted(lots, key=lambda lot: (lot.expires or date.max, lot.received))
