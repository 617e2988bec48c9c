"""One line of an invoice."""

from dataclasses import dataclass
from decimal import Decimal

from .money import percent_of, to_amount

# Quantity from which a line gets the discount, and the discount in per cent.
BULK_TIERS = [(100, 15), (50, 10), (10, 5)]


def bulk_discount(quantity):
    """Return the discount in per cent for a quantity."""
    for minimum, percent in BULK_TIERS:
        if quantity >= minimum:
            return percent
    return 0


@dataclass(frozen=True)
class Line:
    name: str
    unit_price: Decimal
    quantity: int = 1
    tax_rate: int = 20

    def __post_init__(self):
        if self.quantity < 1:
            raise ValueError("quantity must be at least 1")
        object.__setattr__(self, "unit_price", to_amount(self.unit_price))

    @property
    def gross(self):
        return self.unit_price * self.quantity

    @property
    def net(self):
        """The price after the bulk discount, before tax."""
        return self.gross - percent_of(self.gross, bulk_discount(self.quantity))

    @property
    def tax(self):
        return percent_of(self.net, self.tax_rate)
