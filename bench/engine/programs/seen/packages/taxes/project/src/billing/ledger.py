"""What one customer owes: posted invoices, payments, credit."""

from __future__ import annotations

from .money import Money


class DuplicateInvoice(ValueError):
    pass


class UnknownInvoice(KeyError):
    pass


class Ledger:
    def __init__(self, currency: str = "EUR"):
        self.currency = currency
        self._invoices = {}
        self._open = {}
        self._credit = 0

    @property
    def credit(self) -> Money:
        return Money(self._credit, self.currency)

    def post(self, invoice) -> None:
        """Add an invoice; credit the customer has is used for it at once."""
        if invoice.number in self._invoices:
            raise DuplicateInvoice(invoice.number)
        owed = (invoice.total() - Money(0, self.currency)).cents
        used = min(owed, self._credit)
        self._credit -= used
        self._invoices[invoice.number] = invoice
        self._open[invoice.number] = owed - used

    def pay(self, amount: Money, number: str | None = None) -> Money:
        """Book a payment and return the part that became credit.

        With a number the payment goes to that invoice only; otherwise to the
        open invoices, earliest due date first (same date: by number). What is
        left over is added to the customer's credit.
        """
        left = (amount - Money(0, self.currency)).cents
        if left <= 0:
            raise ValueError("a payment must be positive")
        if number is None:
            targets = [invoice.number for invoice in self.open_invoices()]
        elif number in self._invoices:
            targets = [number]
        else:
            raise UnknownInvoice(number)
        for target in targets:
            part = min(left, self._open[target])
            self._open[target] -= part
            left -= part
        self._credit += left
        return Money(left, self.currency)

    def outstanding(self, number: str) -> Money:
        if number not in self._invoices:
            raise UnknownInvoice(number)
        return Money(self._open[number], self.currency)

    def open_invoices(self) -> list:
        """Invoices not fully paid, by due date, then number."""
        unpaid = [inv for inv in self._invoices.values() if self._open[inv.number] > 0]
        return sorted(unpaid, key=lambda inv: (inv.due, inv.number))

    def balance(self) -> Money:
        return Money(sum(self._open.values()) - self._credit, self.currency)

    def aging(self, today) -> dict:
        """Open amounts by days overdue: "current" (due today or later), "1-30", "31-60", "61+"."""
        buckets = dict.fromkeys(("current", "1-30", "31-60", "61+"), 0)
        for invoice in self.open_invoices():
            late = (today - invoice.due).days
            if late <= 0:
                name = "current"
            elif late <= 30:
                name = "1-30"
            elif late <= 60:
                name = "31-60"
            else:
                name = "61+"
            buckets[name] += self._open[invoice.number]
        return {name: Money(cents, self.currency) for name, cents in buckets.items()}
