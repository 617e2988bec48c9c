"""Invoices: lines, discounts, tax and totals."""

from .invoice import Invoice
from .lines import Line
from .money import round_cents, split_evenly

__all__ = ["Invoice", "Line", "round_cents", "split_evenly"]
