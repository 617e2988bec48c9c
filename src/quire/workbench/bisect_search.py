"""Search a line of commits for the first bad one; what a commit is, somebody else tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable

GOOD, BAD = "good", "bad"
ABSENT = "absent"  # the test is not there
BROKEN = "broken"  # the test is there and cannot be judged
_NEIGHBOURS = 6  # commits beside one that cannot be judged
_MOST_UNCLEAR = 16  # in a row

State = Callable[[int], str]


@dataclass
class Search:
    """Looks for neighbours of which the older is good and the newer bad.

    Commits are numbered from the newest, 0, which is known to be bad; `size` is their number.
    `good` stays None where none was found; then `bad` is the oldest that could be judged.
    """

    state: State
    size: int
    bad: int = 0
    good: int | None = None
    unclear: set[int] = field(default_factory=set)

    def run(self, *, bounded: bool = False) -> None:
        """Find the good end in doubling steps, or at the far end where `bounded`; then narrow."""
        self._reach(bounded=bounded)
        if self.good is not None:
            self._narrow()

    @property
    def between(self) -> list[int]:
        """Give the commits between the ends that could not be judged, the newest first."""
        if self.good is None:
            return []
        return [each for each in sorted(self.unclear) if self.bad < each < self.good]

    def _reach(self, *, bounded: bool) -> None:
        end, step = self.size, self.size if bounded else 1
        while self.bad + 1 < end:
            at = min(self.bad + step, end - 1)
            at, state = self._near(at, end)
            if state == GOOD:
                self.good = at
                return
            if state == BAD:
                self.bad = at
                step = step * 2 if end == self.size else max(1, (end - at) // 2)
            elif state == BROKEN and at < end - 1:
                step *= 2
            else:
                end = at
                step = max(1, (end - self.bad) // 2)

    def _near(self, at: int, end: int) -> tuple[int, str]:
        """Give a commit that can be judged, at a place or beside it, and what it is."""
        first = self._look(at)
        if first != BROKEN:
            return at, first
        for away in range(1, _NEIGHBOURS // 2 + 1):
            for other in (at + away, at - away):
                if self.bad < other < end:
                    state = self._look(other)
                    if state in (GOOD, BAD):
                        return other, state
        return at, first

    def _narrow(self) -> None:
        missed = 0
        while self.good is not None and missed < _MOST_UNCLEAR:
            free = [at for at in range(self.bad + 1, self.good) if at not in self.unclear]
            if not free:
                return
            at = free[int(len(free) * _share(missed + 1))]
            state = self._look(at)
            missed = 0 if state in (GOOD, BAD) else missed + 1
            if state == GOOD:
                self.good = at
            elif state == BAD:
                self.bad = at

    def _look(self, at: int) -> str:
        state = self.state(at)
        if state not in (GOOD, BAD):
            self.unclear.add(at)
        return state


def _share(number: int) -> float:
    """Give 1/2, 1/4, 3/4, 1/8, 5/8 and so on: far from what could not be judged."""
    share, part = 0.0, 0.5
    while number:
        share += part * (number % 2)
        number //= 2
        part /= 2
    return share
