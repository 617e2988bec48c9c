"""Budgets: what one task may spend, and which limit it has hit."""

from __future__ import annotations

from typing import Literal, TypeVar, get_args

from msgspec import Struct

from quire.protocol.records import Exhausted

Limit = Literal["steps", "seconds", "tokens", "dollars"]


class Budget(Struct, frozen=True, kw_only=True):
    """Answers, seconds, tokens (in and out) and US dollars a task may spend; None is no limit."""

    steps: int | None = None
    seconds: float | None = None
    tokens: int | None = None
    dollars: float | None = None


UNLIMITED = Budget()


class Spent(Struct, frozen=True, kw_only=True):
    """What a task has spent so far, in the units of its Budget."""

    steps: int = 0
    seconds: float = 0.0
    tokens: int = 0
    dollars: float = 0.0


def left(budget: Budget, spent: Spent) -> Budget:
    """Return what is left of a budget, nothing less than none."""
    return Budget(
        steps=_left(budget.steps, spent.steps),
        seconds=_left(budget.seconds, spent.seconds),
        tokens=_left(budget.tokens, spent.tokens),
        dollars=_left(budget.dollars, spent.dollars),
    )


def least(one: Budget, other: Budget) -> Budget:
    """Return the smaller of two budgets, limit by limit."""
    return Budget(
        steps=_least(one.steps, other.steps),
        seconds=_least(one.seconds, other.seconds),
        tokens=_least(one.tokens, other.tokens),
        dollars=_least(one.dollars, other.dollars),
    )


def limits(budget: Budget) -> dict[str, object]:
    """Return the limits that are set, to a thousandth."""
    every = ((name, getattr(budget, name)) for name in get_args(Limit))
    return {name: round(allowed, 3) for name, allowed in every if allowed is not None}


_Number = TypeVar("_Number", int, float)


def _left(allowed: _Number | None, used: _Number) -> _Number | None:
    return None if allowed is None else max(allowed - used, type(allowed)(0))


def _least(one: _Number | None, other: _Number | None) -> _Number | None:
    return min((each for each in (one, other) if each is not None), default=None)


def hit(budget: Budget, spent: Spent) -> Exhausted | None:
    """Return the first limit that is used up, None while there is room in all of them."""
    for name in get_args(Limit):
        allowed, used = getattr(budget, name), getattr(spent, name)
        if allowed is not None and used >= allowed:
            return Exhausted(limit=name, allowed=float(allowed), used=float(used))
    return None


def in_words(event: Exhausted) -> str:
    """Return what is said of a limit that ends the work."""
    budget = f"the budget of {_amount(event.allowed)} {event.limit}"
    if event.used >= event.allowed:
        return f"{budget.capitalize()} is used up."
    return (
        f"What is left of {budget} ({_amount(event.used)} used) is too little for the next request."
    )


def _amount(number: float) -> str:
    """Return a number of anything: no power of ten, and no zeros that say nothing."""
    whole, _, rest = f"{number:,.6f}".partition(".")
    rest = rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole
