"""The fewest and plainest cases that run and notice what all of them do together."""

from __future__ import annotations

from typing import Callable

from .testgen_cases import Case

_ENDS = ("True", "False", "None")
Goals = Callable[[Case], "set[object]"]


def goals(case: Case) -> set[object]:
    """Give what a case is for: arcs that it runs, mutants that it kills, how its subject ends."""
    what, told = case.facts[0] if case.facts else ("", "")
    end = case.error or (told if what == "result" and told in _ENDS else "a value")
    return {*case.arcs, *case.kills, ("subject", case.script.subject, end)}


def chosen(cases: list[Case], goals: Goals = goals) -> list[Case]:
    """Choose cases until all goals of all cases are reached."""
    left = {case.number: goals(case) for case in cases}
    by_number = {case.number: case for case in cases}
    kept: list[Case] = []
    while left:
        best = max(left, key=lambda number: (_worth(left[number], by_number[number]), -number))
        gain = left.pop(best)
        if not gain:
            break
        kept.append(by_number[best])
        for number in list(left):
            left[number] -= gain
            if not left[number]:
                del left[number]
    return without_idle(kept, goals)


def _worth(gain: set[object], case: Case) -> float:
    return len(gain) / (25 + case.cost)


def without_idle(kept: list[Case], goals: Goals = goals) -> list[Case]:
    """Drop repeated cases, and those that others have made idle, the dearest first."""
    once: dict[str, Case] = {}
    for case in kept:
        known = once.setdefault(case.script.text, case)
        known.kills |= case.kills
    kept = list(once.values())
    order = sorted(kept, key=lambda case: (-case.cost, case.number))
    for case in order:
        others: set[object] = set()
        for other in kept:
            if other is not case:
                others |= goals(other)
        if goals(case) <= others:
            kept = [other for other in kept if other is not case]
    return kept
