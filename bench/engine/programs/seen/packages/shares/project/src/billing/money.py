"""Amounts of money, kept as whole cents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_AMOUNT = re.compile(r"^(-?)(\d+)(?:\.(\d{1,2}))?\s+([A-Z]{3})$")


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies were combined."""


@dataclass(frozen=True)
class Money:
    cents: int
    currency: str = "EUR"

    @classmethod
    def parse(cls, text: str) -> "Money":
        """Read amounts such as "12.50 EUR", "-3 USD" or "0.5 EUR" (fifty cents)."""
        found = _AMOUNT.match(text.strip())
        if found is None:
            raise ValueError(f"not an amount: {text!r}")
        sign, whole, fraction, currency = found.groups()
        cents = int(whole) * 100 + int((fraction or "").ljust(2, "0"))
        return cls(-cents if sign else cents, currency)

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.cents + other.cents, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.cents - other.cents, self.currency)

    def __str__(self) -> str:
        sign = "-" if self.cents < 0 else ""
        whole, rest = divmod(abs(self.cents), 100)
        return f"{sign}{whole}.{rest:02d} {self.currency}"

    def times(self, factor) -> "Money":
        """Multiply; half a cent is rounded away from zero."""
        exact = Decimal(self.cents) * Decimal(str(factor))
        return Money(int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)), self.currency)

    def split(self, weights) -> list["Money"]:
        """Share the amount out in proportion to the weights, without losing a cent.

        Every share is rounded down (towards zero); the cents left over go one
        each to the shares with the largest fractions, the earlier share first
        when fractions are equal.
        """
        weights = list(weights)
        whole = sum(weights)
        if whole <= 0 or min(weights) < 0:
            raise ValueError("weights must be non-negative and not all zero")
        sign = -1 if self.cents < 0 else 1
        amount = abs(self.cents)
        shares = [amount * w // whole for w in weights]
        left = amount - sum(shares)
        order = sorted(range(len(weights)), key=lambda i: (amount * weights[i] % whole, i))
        for i in order[:left]:
            shares[i] += 1
        return [Money(sign * share, self.currency) for share in shares]
