"""Discount rules. Each has an amount(lines, subtotal) method giving a Money."""

from __future__ import annotations

from decimal import Decimal

from .money import Money


class Percent:
    """A percentage off everything once the subtotal reaches a minimum."""

    def __init__(self, percent, minimum_cents: int = 0):
        self.percent = percent
        self.minimum_cents = minimum_cents

    def amount(self, lines, subtotal: Money) -> Money:
        if subtotal.cents < self.minimum_cents:
            return Money(0, subtotal.currency)
        return subtotal.times(Decimal(str(self.percent)) / 100)


class FixedOff:
    """A fixed amount off, never more than the subtotal."""

    def __init__(self, off: Money):
        self.off = off

    def amount(self, lines, subtotal: Money) -> Money:
        off = self.off - Money(0, subtotal.currency)
        return Money(min(off.cents, subtotal.cents), subtotal.currency)


class BuyGet:
    """Of every buy + free pieces of an article on a line, `free` cost nothing."""

    def __init__(self, sku: str, buy: int, free: int = 1):
        self.sku = sku
        self.buy = buy
        self.free = free

    def amount(self, lines, subtotal: Money) -> Money:
        off = Money(0, subtotal.currency)
        for line in lines:
            if line.sku != self.sku:
                continue
            sets = line.quantity // self.buy
            off = off + line.unit_price.times(sets * self.free)
        return off


def best_discount(discounts, lines, subtotal: Money) -> Money:
    """The largest single discount; zero if there is none."""
    best = Money(0, subtotal.currency)
    for discount in discounts:
        offered = discount.amount(lines, subtotal)
        if offered.cents > best.cents:
            best = offered
    return best
