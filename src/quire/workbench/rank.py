"""Order the candidates that pass all tests by what speaks for them beyond the tests."""

from __future__ import annotations

from dataclasses import dataclass

from .candidates import Candidate
from .trial import Bench


@dataclass
class Survivor:
    """A candidate that passes, its final cost in bits, and how sure it is."""

    candidate: Candidate
    bits: float
    confidence: float


def ordered(candidates: list[Candidate], bench: Bench) -> list[Survivor]:
    """Order the candidates, best first."""
    del bench
    found = [Survivor(candidate, candidate.bits, 0.5) for candidate in candidates]
    return sorted(found, key=lambda s: (s.bits, s.candidate.order))
