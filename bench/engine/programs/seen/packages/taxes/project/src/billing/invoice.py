"""Invoices: lines, one discount, and tax per tax rate."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from .discounts import best_discount
from .money import Money


@dataclass(frozen=True)
class Line:
    sku: str
    quantity: int
    unit_price: Money
    tax_rate: str = "0.20"

    @property
    def total(self) -> Money:
        return self.unit_price.times(self.quantity)


@dataclass
class Invoice:
    number: str
    issued: date
    currency: str = "EUR"
    terms_days: int = 14
    lines: list = field(default_factory=list)
    discounts: list = field(default_factory=list)

    @property
    def due(self) -> date:
        return self.issued + timedelta(days=self.terms_days)

    def add(self, sku, quantity, price, tax_rate="0.20") -> "Invoice":
        if quantity <= 0:
            raise ValueError("quantity must be positive")
        self.lines.append(Line(sku, quantity, Money.parse(price), tax_rate))
        return self

    def subtotal(self) -> Money:
        return sum((line.total for line in self.lines), Money(0, self.currency))

    def discount(self) -> Money:
        """Only the best one of the discounts is given."""
        return best_discount(self.discounts, self.lines, self.subtotal())

    def net_lines(self) -> list:
        """Pairs (line, net amount): the discount is shared out by line totals."""
        discount = self.discount()
        if not discount.cents:
            return [(line, line.total) for line in self.lines]
        shares = discount.split(line.total.cents for line in self.lines)
        return [(line, line.total - share) for line, share in zip(self.lines, shares)]

    def taxes(self) -> dict:
        """Tax rate -> tax on the net amounts, rounded once for each rate."""
        bases = {}
        for line, net in self.net_lines():
            bases[line.tax_rate] = bases.get(line.tax_rate, Money(0, self.currency)) + line.total
        return {rate: base.times(rate) for rate, base in bases.items()}

    def total(self) -> Money:
        total = self.subtotal() - self.discount()
        for tax in self.taxes().values():
            total = total + tax
        return total
