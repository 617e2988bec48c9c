"""Which inputs tell repairs from one another, and what of their results does."""

from __future__ import annotations

from .behaviour import LEAVING, Behaviour, Probe, bad, given_of, left_of
from .units import Unit

ENOUGH = 30  # inputs from which on equal behaviour counts as the same repair
_NOTHING = "NoneType:None"
_SLOW = 0.15  # of the inputs, up to which being slow is no endless loop


def telling(
    found: list[Behaviour], inputs: list[Probe], original: Behaviour, units: list[Unit]
) -> list[Probe]:
    """Leave out what goes past the changed code, and what is private where enough is public.

    Inputs elsewhere on which nothing changes say nothing, and nobody but its own callers sees
    what a private function does.
    """
    kept = [
        index
        for index, probe in enumerate(inputs)
        if probe.unit in units or any(b.results[index] != original.results[index] for b in found)
    ]
    public = [index for index in kept if not _is_private(inputs[index].unit)]
    kept = public if len(public) >= ENOUGH else kept
    kept = _without_slow(found, kept)
    keeps = _keeping(inputs, original)
    for behaviour in found:
        behaviour.spoils = _spoils(behaviour, original, inputs, keeps)
    for behaviour in (original, *found):
        results = [(inputs[index].unit, behaviour.results[index]) for index in kept]
        behaviour.results = [given_of(result) if u in keeps else result for u, result in results]
    return [inputs[index] for index in kept]


def _without_slow(found: list[Behaviour], kept: list[int]) -> list[int]:
    """Leave out inputs on which some are too slow that are not slow elsewhere."""
    slow = [{i for i in kept if b.results[i] == "hangs"} for b in found]
    few = [hung for hung in slow if len(hung) <= _SLOW * len(kept)]
    left_out = set().union(*few)
    return [index for index in kept if index not in left_out]


def _keeping(inputs: list[Probe], original: Behaviour) -> set[Unit]:
    """Name the functions that return something and leave what tests hand them as it was.

    What a repair of one does to its arguments does not tell it from others.
    """
    calls: dict[Unit, list[bool]] = {}
    for probe, result in zip(inputs, original.results):
        if probe.real and not bad(result):
            given, _, left = result.partition(LEAVING)
            same = given != _NOTHING and left == left_of(probe)
            calls.setdefault(probe.unit, []).append(same)
    return {unit for unit, same in calls.items() if all(same)}


def _spoils(
    behaviour: Behaviour, original: Behaviour, inputs: list[Probe], keeps: set[Unit]
) -> bool:
    """Say whether functions that leave what they are handed as it was no longer do."""
    return any(
        probe.unit in keeps
        and not bad(now)
        and not bad(before)
        and now.partition(LEAVING)[2] != before.partition(LEAVING)[2]
        for probe, before, now in zip(inputs, original.results, behaviour.results)
    )


def _is_private(unit: Unit) -> bool:
    name = unit.node.name
    return name.startswith("_") and not name.endswith("__")
