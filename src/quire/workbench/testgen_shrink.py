"""Chosen cases made plainer: simpler arguments, fewer steps, the same lines and mutants."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from .testgen_mutants import Mutant
from .testgen_recipes import Made, Named, Recipe, cost, source
from .testgen_scripts import Script, Step
from .testgen_search import Case, Search
from .testgen_watch import Arc

MOST = 60  # tries for one case
MOST_NEEDED = 60  # mutants that a plainer script must still kill
_KEPT = frozenset(("date", "datetime", "time", "timedelta", "Decimal", "Fraction", "UUID"))
_PLAIN_TEXTS = ("a", "b", "ab", "abc", "1", "a b")
_PLAIN_NUMBERS = (1, 2, 3, 5, 10, 20, 50, 100, 1000)


def plainer(search: Search, cases: list[Case], mutants: list[Mutant]) -> list[Case]:
    """Give the cases with the plainest scripts found that run and kill what they are needed for."""
    by_number = {mutant.number: mutant for mutant in mutants}
    found: list[Case] = []
    for place, case in enumerate(cases):
        others = [*found, *cases[place + 1 :]]
        elsewhere = {number for other in others for number in other.kills}
        needed = [
            by_number[number]
            for number in sorted(case.kills)
            if number not in elsewhere or by_number[number].unit.name == case.script.subject
        ]
        arcs = case.arcs.difference(*(other.arcs for other in others))
        found.append(_plainest(search, case, needed[:MOST_NEEDED], arcs))
    return found


def _plainest(search: Search, case: Case, needed: list[Mutant], arcs: frozenset[Arc]) -> Case:
    tried = 0
    best = case
    again = True
    while again and tried < MOST and not search.late():
        again = False
        for script in _options(best.script):
            tried += 1
            if tried > MOST or _cost(script) >= _cost(best.script):
                continue
            better = search.again(script, best)
            if better is None or not arcs <= better.arcs:
                continue
            if all(search.notices(better, mutant) for mutant in needed):
                best = dataclasses.replace(better, number=case.number, kills=case.kills)
                again = True
                break
    if best is not case:
        kept = {number for number in case.kills if search.kills(best, number)}
        best = dataclasses.replace(best, kills=kept)
    return best


def _cost(script: Script) -> int:
    """Weigh a script: numbers that are not round and texts with a meaning of their own cost."""
    odd = 0
    for number in re.findall(r"\d+\.?\d*", script.text):
        odd += len(number.rstrip("0").rstrip(".")) - 1
    calls = [step.call for step in script.steps] + ([script.receiver] if script.receiver else [])
    return 3 * sum(cost(call) for call in calls) + 4 * odd + 40 * len(script.steps)


def _options(script: Script) -> Iterator[Script]:
    """Yield scripts with one thing left out or made plainer."""
    for place in range(len(script.steps) - 1):
        yield Script(script.steps[:place] + script.steps[place + 1 :], script.receiver)
    if script.receiver is not None:
        for receiver in _calls(script.receiver):
            yield Script(script.steps, receiver)
    for place, step in enumerate(script.steps):
        for call in _calls(step.call):
            changed = Step(step.subject, call)
            steps = (*script.steps[:place], changed, *script.steps[place + 1 :])
            yield Script(steps, script.receiver)


def _calls(call: Made) -> Iterator[Made]:
    for place in range(len(call.named)):
        yield Made(call.name, call.arguments, call.named[:place] + call.named[place + 1 :])
    for place, value in enumerate(call.arguments):
        for plain in _values(value):
            arguments = (*call.arguments[:place], plain, *call.arguments[place + 1 :])
            yield Made(call.name, arguments, call.named)
    for place, (name, value) in enumerate(call.named):
        for plain in _values(value):
            named = (*call.named[:place], (name, plain), *call.named[place + 1 :])
            yield Made(call.name, call.arguments, named)


def _values(value: Recipe) -> Iterator[Recipe]:
    """Yield plainer values of the same kind, the plainest first."""
    kind = type(value)
    if kind is Made:
        yield from _calls(value) if value.name not in _KEPT else ()
    elif kind is str:
        yield from (text for text in _PLAIN_TEXTS if len(text) <= len(value) and text != value)
        half = len(value) // 2
        yield from (text for text in (value[:half], value[half:], value[1:], value[:-1]) if text)
    elif kind is int:
        yield from (number for number in _PLAIN_NUMBERS if number != value)
    elif kind is float:
        yield from (float(number) for number in _PLAIN_NUMBERS if number != value)
    elif kind in (list, tuple):
        yield from _items(value, kind)
    elif kind is dict:
        for key in value:
            yield {other: held for other, held in value.items() if other != key}


def _items(value: Recipe, kind: type) -> Iterator[Recipe]:
    items = list(value)
    if kind is list:
        for place in range(len(items)):
            yield items[:place] + items[place + 1 :]
    for place, item in enumerate(items):
        if isinstance(item, Named):
            continue
        for plain in _values(item):
            if len(source(plain)) <= len(source(item)):
                yield kind([*items[:place], plain, *items[place + 1 :]])
