"""What the user allows: time, number of edits, effort, and what may be looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .limits import Limits

QUICK = Limits(fuel=20_000, cpu=0.03)
PATIENT = Limits(fuel=1_000_000, cpu=0.4, patience=10.0)
VERY_PATIENT = Limits(fuel=1_000_000_000, cpu=6.0, patience=50.0)
WAVES = ((0, 400), (400, 2_000), (2_000, 8_000), (8_000, 30_000), (30_000, 200_000))


@dataclass(frozen=True)
class Effort:
    """How far a search goes: waves of single edits, whether guards, how many combinations."""

    waves: int
    guards: bool
    combined: int


EFFORTS = {
    "none": Effort(1, False, 0),
    "low": Effort(2, True, 0),
    "medium": Effort(5, True, 120_000),
    "high": Effort(5, True, 400_000),
    "xhigh": Effort(5, True, 1_500_000),
}


@dataclass
class Options:
    """What the user asked for."""

    seconds: float = 60.0
    edits: int = 2
    effort: str = "medium"
    seed: int = 0
    focus: list[str] = field(default_factory=list)
    select: list[str] = field(default_factory=list)
    workers: int = 2
    state: str = ""
    keep: float = 0.0  # bits for a change of what worked before
    samples: str = ""  # calls that must go on to give what they give, as JSON
    changeable: str = ""  # a regular expression of the files that may change, "/" before them

    def may_change(self, path: str) -> bool:
        """Say whether a file may be changed."""
        return re.search(self.changeable, f"/{path}") is not None

    @property
    def reserve(self) -> float:
        """Give the seconds that are kept for the confirmation."""
        return min(8.0, max(2.0, 0.15 * self.seconds))

    @property
    def reach(self) -> Effort:
        """Give how far the search goes."""
        return EFFORTS[self.effort]
