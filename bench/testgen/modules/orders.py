"""Orders in a shop: lines, discounts, states."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class State(Enum):
    """Where an order is."""

    OPEN = "open"
    PAID = "paid"
    SENT = "sent"
    CANCELLED = "cancelled"


_NEXT = {
    State.OPEN: (State.PAID, State.CANCELLED),
    State.PAID: (State.SENT, State.CANCELLED),
    State.SENT: (),
    State.CANCELLED: (),
}


@dataclass(frozen=True)
class Line:
    """Some pieces of an article at a price in cents."""

    article: str
    pieces: int
    price: int

    def total(self) -> int:
        """Return the price of all pieces; from ten pieces on, one in ten is free."""
        free = self.pieces // 10 if self.pieces >= 10 else 0
        return (self.pieces - free) * self.price


@dataclass
class Order:
    """The lines that a customer orders."""

    customer: str
    lines: list[Line] = field(default_factory=list)
    state: State = State.OPEN

    def add(self, line: Line) -> None:
        """Add a line; equal articles at the same price become one."""
        if self.state is not State.OPEN:
            raise RuntimeError("the order is closed")
        for place, known in enumerate(self.lines):
            if known.article == line.article and known.price == line.price:
                pieces = known.pieces + line.pieces
                self.lines[place] = Line(line.article, pieces, line.price)
                return
        self.lines.append(line)

    def total(self, coupon: str = "") -> int:
        """Return the sum after discount: HALF halves it, TEN takes ten per cent off."""
        total = sum(line.total() for line in self.lines)
        if coupon == "HALF":
            return total // 2
        if coupon == "TEN":
            return total - total // 10
        return total

    def move(self, state: State) -> State:
        """Go to a state that may follow, and return the one before."""
        if state not in _NEXT[self.state]:
            raise ValueError(f"{self.state.value} cannot become {state.value}")
        before = self.state
        self.state = state
        return before


def shipping(total: int, weight: int, express: bool = False) -> int:
    """Return the cents for sending a weight in grams."""
    if weight <= 0:
        raise ValueError("weight must be positive")
    cost = 490 if weight <= 2000 else 490 + (weight - 2000 + 999) // 1000 * 100
    if total >= 5000:
        cost = 0
    if express:
        cost += 700
    return cost
