"""The people who borrow."""

from __future__ import annotations

from .errors import NotAllowed

LIMITS = {"adult": 3, "child": 2, "staff": 10}
LOAN_DAYS = {"adult": 21, "child": 28, "staff": 60}
DEBT_LIMIT = 300


class Member:
    """A member with a debt in cents and a list of the ISBNs borrowed so far."""

    def __init__(self, name: str, kind: str = "adult", history: list[str] | None = None) -> None:
        if kind not in LIMITS:
            raise ValueError(f"unknown kind of member: {kind}")
        self.name = name
        self.kind = kind
        self.history = [] if history is None else list(history)
        self.debt = 0

    @property
    def limit(self) -> int:
        """Return how many books the member may have at once."""
        return LIMITS[self.kind]

    @property
    def loan_days(self) -> int:
        """Return for how many days the member may keep a book."""
        return LOAN_DAYS[self.kind]

    def charge(self, cents: int) -> None:
        """Add to the debt."""
        self.debt += cents

    def pay(self, cents: int) -> int:
        """Pay off debt; return the change."""
        if cents < 0:
            raise ValueError("a payment must not be negative")
        used = min(cents, self.debt)
        self.debt -= used
        return cents - used

    def check_borrowing(self, loans: int) -> None:
        """NotAllowed if a member with that many loans may not have another one."""
        if self.debt >= DEBT_LIMIT:
            raise NotAllowed(f"{self.name} owes {self.debt} cents")
        if loans >= self.limit:
            raise NotAllowed(f"{self.name} has {loans} books already")
