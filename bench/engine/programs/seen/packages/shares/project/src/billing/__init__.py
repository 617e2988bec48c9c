"""Small billing package: money, discounts, invoices and an accounts-receivable ledger."""

from .discounts import BuyGet, FixedOff, Percent, best_discount
from .invoice import Invoice, Line
from .ledger import DuplicateInvoice, Ledger, UnknownInvoice
from .money import CurrencyMismatch, Money

__all__ = [
    "BuyGet", "CurrencyMismatch", "DuplicateInvoice", "FixedOff", "Invoice",
    "Ledger", "Line", "Money", "Percent", "UnknownInvoice", "best_discount",
]
