"""Attempts at one order, side by side: what each may spend, and which of them is taken."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from quire.agent import ladder
from quire.agent.budget import Budget
from quire.protocol.events import Event
from quire.protocol.records import (
    AttemptEnded,
    AttemptRun,
    AttemptStarted,
    AttemptTaken,
    Change,
    Verdict,
)

_TAKEN: dict[Verdict, int] = {"fixed": 0, "done": 1, "unverified": 2, "answered": 3}
_NEAR: dict[Verdict, int] = {"not_fixed": 0, "refused": 1, "stopped": 2, "failed": 3}


def share(room: Budget, attempts: int) -> Budget:
    """Return what each of so many attempts may spend: all of the time, a part of the rest."""
    return replace(
        room,
        steps=None if room.steps is None else max(1, room.steps // attempts),
        tokens=None if room.tokens is None else max(1, room.tokens // attempts),
        dollars=None if room.dollars is None else room.dollars / attempts,
    )


def begun(turn: Sequence[Event]) -> int:
    """Return how many attempts a turn has begun, counted by their numbers."""
    numbers = (event.number for event in turn if isinstance(event, AttemptStarted))
    return max(numbers, default=0)


def over(turn: Sequence[Event]) -> dict[int, AttemptEnded]:
    """Return the attempts of a turn that have ended, by number."""
    ends = (event for event in turn if isinstance(event, AttemptEnded))
    return {event.number: event for event in ends}


def taken(turn: Sequence[Event]) -> AttemptTaken | None:
    """Return the record of the attempt whose changes were made, None where there is none yet."""
    return next((event for event in turn if isinstance(event, AttemptTaken)), None)


def best(ends: Sequence[AttemptEnded]) -> AttemptEnded:
    """Return the attempt to take: the best proven, of these the smallest change, the cheapest.

    Where none achieved the order it is the one that came nearest.
    """
    achieved = [end for end in ends if end.verdict in _TAKEN]
    if achieved:
        return min(
            achieved,
            key=lambda end: (_TAKEN[end.verdict], end.lines, end.usage.cost or 0.0, end.number),
        )
    return min(ends, key=lambda end: (_NEAR[end.verdict], end.number))


def in_the_way(wanted: Sequence[Change], since: Sequence[Change]) -> tuple[str, ...]:
    """Return the files that an attempt changes, and that somebody else changed since it began."""
    other = {change.path: change.after for change in since}
    return tuple(
        change.path
        for change in wanted
        if change.path in other and other[change.path] != change.after
    )


def shortfall(turn: Sequence[Event]) -> tuple[Verdict, str] | None:
    """Return the verdict and the words on attempts of which none achieved the order.

    None where one did, or where the order was tried in no copy.
    """
    ends = tuple(over(turn).values())
    if not ends or ladder.ACHIEVED & {end.verdict for end in ends}:
        return None
    nearest = best(ends)
    words = f" {nearest.summary}" if nearest.summary else ""
    return nearest.verdict, f"None of {len(ends)} attempts achieved it.{words}"


def runs(turn: Sequence[Event]) -> tuple[AttemptRun, ...]:
    """Return what the attempts of a turn took, in their order."""
    chosen = taken(turn)
    ends = sorted(over(turn).values(), key=lambda end: end.number)
    return tuple(
        AttemptRun(
            number=end.number,
            model=end.model,
            verdict=end.verdict,
            lines=end.lines,
            taken=chosen is not None and chosen.number == end.number,
            seconds=end.seconds,
            usage=end.usage,
        )
        for end in ends
    )
