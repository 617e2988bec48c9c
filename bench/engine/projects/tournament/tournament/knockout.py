"""Knock-out rounds."""

from __future__ import annotations

from collections.abc import Sequence


def seeding(size: int) -> list[int]:
    """Return the places of the seeds 1 to `size` in a bracket, so that 1 and 2 meet last."""
    if size < 1 or size & (size - 1):
        raise ValueError("the size must be a power of two")
    places = [1]
    while len(places) < size:
        total = 2 * len(places) + 1
        places = [seed for place in places for seed in (place, total - place)]
    return places


class Bracket:
    """A knock-out tournament; the teams come in the order of their strength."""

    def __init__(self, teams: Sequence[str]) -> None:
        if len(teams) < 2:
            raise ValueError("a bracket needs two teams")
        size = 1
        while size < len(teams):
            size *= 2
        slots = [teams[seed - 1] if seed <= len(teams) else None for seed in seeding(size)]
        self.rounds: list[list[str | None]] = [slots]
        self.eliminated: list[str] = []
        self._pending: dict[int, str] = {}
        self._pass_byes()

    def _pass_byes(self) -> None:
        for number, (first, second) in enumerate(self.pairs()):
            if second is None:
                self._pending[number] = first
            elif first is None:
                self._pending[number] = second

    def pairs(self) -> list[tuple[str | None, str | None]]:
        """Return the pairings of the current round; None is a bye."""
        slots = self.rounds[-1]
        return list(zip(slots[::2], slots[1::2]))

    def open_matches(self) -> list[tuple[str, str]]:
        """Return the matches of the current round that have no winner yet."""
        return [pair for number, pair in enumerate(self.pairs()) if number not in self._pending]

    def report(self, winner: str) -> None:
        """Enter the winner of a match; the next round starts with the last one."""
        for number, pair in enumerate(self.pairs()):
            if winner in pair and number not in self._pending:
                loser = pair[1] if winner == pair[0] else pair[0]
                self._pending[number] = winner
                self.eliminated.append(loser)
                break
        else:
            raise LookupError(f"{winner} has no match to win")
        if len(self._pending) == len(self.pairs()):
            self._next_round()

    def _next_round(self) -> None:
        winners = [self._pending[number] for number in range(len(self.pairs()))]
        self.rounds.append(winners)
        self._pending = {}

    @property
    def champion(self) -> str | None:
        """Return the winner of the tournament, or None while it goes on."""
        slots = self.rounds[-1]
        return slots[0] if len(slots) == 1 else None

    def round_name(self) -> str:
        """Return the name of the current round."""
        names = {1: "over", 2: "final", 4: "semi-finals", 8: "quarter-finals"}
        left = len(self.rounds[-1])
        return names.get(left, f"round of {left}")
