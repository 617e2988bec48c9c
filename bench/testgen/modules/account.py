"""An account with a limit, and the transfers between accounts."""

from __future__ import annotations


class Overdrawn(Exception):
    """There is not enough money."""


class Account:
    """Money of one owner, in cents."""

    def __init__(self, owner: str, balance: int = 0, limit: int = 0) -> None:
        if not owner:
            raise ValueError("an account needs an owner")
        if limit < 0:
            raise ValueError("a limit is not negative")
        self.owner = owner
        self.balance = balance
        self.limit = limit
        self.history: list[int] = []

    def deposit(self, cents: int) -> int:
        """Add money and return the balance."""
        if cents <= 0:
            raise ValueError("a deposit is positive")
        self.balance += cents
        self.history.append(cents)
        return self.balance

    def withdraw(self, cents: int) -> int:
        """Take money and return the balance."""
        if cents <= 0:
            raise ValueError("a withdrawal is positive")
        if self.balance + self.limit < cents:
            raise Overdrawn(f"{self.owner} lacks {cents - self.balance - self.limit}")
        self.balance -= cents
        self.history.append(-cents)
        return self.balance

    @property
    def is_overdrawn(self) -> bool:
        """Tell whether the balance is below zero."""
        return self.balance < 0

    def largest(self) -> int:
        """Return the largest movement, by its size."""
        if not self.history:
            return 0
        return max(self.history, key=abs)

    def add_interest(self, percent: float) -> int:
        """Add interest to a positive balance, rounded down, and return it."""
        if self.balance <= 0:
            return 0
        interest = int(self.balance * percent / 100)
        self.balance += interest
        return interest

    def __len__(self) -> int:
        return len(self.history)


def transfer(source: Account, target: Account, cents: int) -> None:
    """Move money from one account to another."""
    if source is target:
        raise ValueError("source and target are the same")
    source.withdraw(cents)
    target.deposit(cents)
