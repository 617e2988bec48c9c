"""An invoice: a numbered list of lines with totals."""

from datetime import timedelta
from decimal import Decimal

from .lines import Line


class Invoice:
    def __init__(self, number, issued, lines=None, terms=30):
        self.number = number
        self.issued = issued
        self.lines = list(lines) if lines is not None else []
        self.terms = terms
        self.payments = []

    def add(self, name, unit_price, quantity=1, tax_rate=20):
        """Add a line and return it."""
        line = Line(name, unit_price, quantity, tax_rate)
        self.lines.append(line)
        return line

    def subtotal(self):
        return sum((line.net for line in self.lines), Decimal("0.00"))

    def tax_by_rate(self):
        """Return {tax rate: tax}, for the rates that occur, lowest first."""
        totals = {}
        for line in self.lines:
            totals[line.tax_rate] = totals.get(line.tax_rate, Decimal("0.00")) + line.tax
        return dict(sorted(totals.items()))

    def total(self):
        return self.subtotal() + sum(self.tax_by_rate().values())

    def pay(self, amount):
        """Record a payment; more than is due is refused."""
        if amount <= 0:
            raise ValueError("a payment must be positive")
        if amount > self.balance():
            raise ValueError("payment exceeds balance")
        self.payments.append(amount)

    def balance(self):
        return self.total() - sum(self.payments)

    def is_paid(self):
        return bool(self.lines) and self.balance() == 0

    def due_date(self):
        return self.issued + timedelta(days=self.terms)

    def is_overdue(self, today):
        """An unpaid invoice is overdue from the day after its due date."""
        return not self.is_paid() and today > self.due_date()
