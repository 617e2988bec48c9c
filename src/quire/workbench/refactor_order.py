"""The new order of parameters that an order tells by two of them, or by one and its place."""

from __future__ import annotations

from .refactor_tree import Unable


def swapped(names: list[str], pair: tuple[str, ...], *, only: bool) -> list[str]:
    """Give the names with two of them exchanged, which are told by name or by number.

    Raises Unable where they are not there, or where `only` two were meant and there are others.
    """
    if only and len(names) != 2:
        raise Unable(f"it has {len(names)} parameters", "the names of the two that change places")
    first, second = (_place(names, each) for each in pair)
    new = list(names)
    new[first], new[second] = names[second], names[first]
    return new


def put(names: list[str], name: str, before: str | None, after: str | None) -> list[str]:
    """Give the names with one of them before or after another, or at an end where that is empty."""
    rest = [each for each in names if each != names[_place(names, name)]]
    if before is not None:
        at = _place(rest, before) if before else 0
    else:
        at = _place(rest, after) + 1 if after else len(rest)
    return [*rest[:at], name, *rest[at:]]


def _place(names: list[str], told: str) -> int:
    if told in names:
        return names.index(told)
    number = int(told) if told.lstrip("-").isdigit() else len(names)
    if not -len(names) <= number < len(names):
        raise Unable(f"there is no parameter {told} that a call may give by its place",
                     f"one of {', '.join(names) or 'none'}")  # fmt: skip
    return number
