"""Cases: scripts that may become tests, and what a test of each would check."""

from __future__ import annotations

from dataclasses import dataclass, field

from .testgen_recipes import Made
from .testgen_scripts import Script, Seen
from .testgen_subjects import Subject
from .testgen_watch import Arc


@dataclass
class Case:
    """A script that may become a test: what it was seen to do and to run."""

    number: int
    script: Script
    facts: tuple[tuple[str, str], ...]
    error: str  # the type's name, or nothing
    words: str  # the error's words where they may be expected
    module: str  # the error type's module
    arcs: frozenset[Arc]
    mark: object
    kills: set[int] = field(default_factory=set)
    oddity: int = 0

    @property
    def cost(self) -> int:
        """Give how hard it is to read."""
        return self.oddity + self.script.cost + sum(len(text) for _, text in self.facts) // 2


def promise(case: Case, seen: Seen) -> object:
    """Give what a test of this case would check of what was seen."""
    if seen.error is None:
        return seen.facts
    name = type(seen.error).__qualname__
    return (name, str(seen.error) if case.words else "", seen.early)


def is_short(facts: tuple[tuple[str, str], ...]) -> bool:
    """Say whether a result is one of few: then different results are different ways to end."""
    return bool(facts) and facts[0][1] in ("True", "False", "None", "0", "[]", '""', "-1", "1")


def oddities(subject: Subject, call: Made) -> int:
    """Count the arguments of a call that are of a kind which its parameter is not for."""
    ways = {parameter.name: parameter for parameter in subject.parameters}
    pairs = [*zip(subject.parameters, call.arguments)]
    pairs += [(ways[name], value) for name, value in call.named if name in ways]
    return sum(parameter.is_odd(value) for parameter, value in pairs)
