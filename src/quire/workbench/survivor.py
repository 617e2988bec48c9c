"""A candidate that passes all tests, and what speaks for it and against it."""

from __future__ import annotations

from dataclasses import dataclass, field

from .behaviour import Behaviour
from .candidates import Candidate


@dataclass
class Survivor:
    """A candidate that passes, its cost in bits, how sure it is, and what it does.

    `evidence` are the bits for how it behaves beside the others.
    """

    candidate: Candidate
    bits: float
    behaviour: Behaviour
    confidence: float = 0.0  # its share of what passes, less where its edits are dear or odd
    evidence: float = 0.0
    length: float = 0.0  # bits for how much longer its code takes to tell
    odd: float = 0.0  # bits for what a careful author would not write
    apart: float = 0.0  # share of what passes that ends otherwise, over all inputs
    idle: int = 0  # lines that no input reaches with it and that others reach, up to three
    likelihood: float = 1.0  # of being right, as far as what is known of such repairs tells
    told: int = 0  # documented examples that hold now and did not before: as good as tests
    unlike: str = ""  # an input that the original took and that now ends otherwise
    rivals: list[tuple[Survivor, str]] = field(default_factory=list)

    @property
    def score(self) -> float:
        """Give all bits that speak against it."""
        return self.bits + self.evidence
