"""Chosen cases made plainer: simpler arguments, fewer steps, the same lines and mutants."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from .testgen_cases import Case
from .testgen_mutants import Mutant
from .testgen_recipes import Made, Named, Recipe, Stored, cost, source
from .testgen_scripts import Script, Step
from .testgen_search import Search
from .testgen_watch import Arc

MOST = 120  # tries for one case
MOST_NEEDED = 60  # mutants that a plainer script must still kill
_KEPT = frozenset(("date", "datetime", "time", "timedelta", "Decimal", "Fraction", "UUID"))
_PLAIN_TEXTS = ("a", "b", "ab", "abc", "1", "a b")
_PLAIN_MADE = {
    "Decimal": [Made("Decimal", (text,)) for text in ("1", "2", "10", "0.5")],
    "date": [Made("date", parts) for parts in ((2024, 1, 1), (2024, 3, 1))],
    "datetime": [Made("datetime", parts) for parts in ((2024, 1, 1), (2024, 1, 1, 12, 0))],
    "timedelta": [Made("timedelta", (), (pair,)) for pair in (("days", 1), ("hours", 1))],
}
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
    tried: set[str] = set()
    best = case
    again = True
    while again and len(tried) < MOST and not search.late():
        again = False
        for script in (*_renamed(best.script), *_options(best.script)):
            if script.text in tried or _cost(script) >= _cost(best.script):
                continue
            tried.add(script.text)
            if len(tried) > MOST or search.late():
                break
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
    held = sum(len(str(each.content)) for each in script.stored.values())
    held += sum(20 + len(value) for _, value in script.settings)
    return 3 * sum(cost(call) for call in calls) + held + 4 * odd + 40 * len(script.steps)


def _renamed(script: Script) -> Iterator[Script]:
    """Yield scripts in which a text is another one wherever it stands, the longest first."""
    calls = [step.call for step in script.steps] + ([script.receiver] if script.receiver else [])
    texts = {text for call in calls for text in _texts(call)}
    for old in sorted(texts, key=lambda text: (-len(text), text)):
        for new in _PLAIN_TEXTS:
            if new not in texts and len(new) <= len(old):
                steps = tuple(Step(s.subject, _with(s.call, old, new)) for s in script.steps)
                receiver = _with(script.receiver, old, new) if script.receiver else None
                yield dataclasses.replace(script, steps=steps, receiver=receiver)


def _texts(value: Recipe) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Made):
        if value.name not in _KEPT:
            for each in (*value.arguments, *(held for _, held in value.named)):
                yield from _texts(each)
    elif isinstance(value, (list, tuple, dict)):
        for each in (*value, *value.values()) if isinstance(value, dict) else value:
            yield from _texts(each)


def _with(value: Recipe, old: str, new: str) -> Recipe:
    """Give a recipe in which one text stands for another; arguments' names stay."""
    if isinstance(value, str):
        return new if value == old else value
    if isinstance(value, Made) and value.name not in _KEPT:
        arguments = tuple(_with(each, old, new) for each in value.arguments)
        return Made(value.name, arguments, tuple((n, _with(v, old, new)) for n, v in value.named))
    if type(value) in (list, tuple):
        return type(value)(_with(each, old, new) for each in value)
    if type(value) is dict:
        return {_with(key, old, new): _with(each, old, new) for key, each in value.items()}
    return value


def _options(script: Script) -> Iterator[Script]:
    """Yield scripts with one thing left out or made plainer."""
    for name, _ in script.settings:
        less = tuple(pair for pair in script.settings if pair[0] != name)
        yield dataclasses.replace(script, settings=less)
    for place in range(len(script.steps) - 1):
        steps = script.steps[:place] + script.steps[place + 1 :]
        yield dataclasses.replace(script, steps=steps)
    if script.receiver is not None:
        for receiver in _calls(script.receiver):
            yield dataclasses.replace(script, receiver=receiver)
    for place, step in enumerate(script.steps):
        for call in _calls(step.call):
            changed = Step(step.subject, call)
            steps = (*script.steps[:place], changed, *script.steps[place + 1 :])
            yield dataclasses.replace(script, steps=steps)


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
        yield from _PLAIN_MADE.get(value.name, ())
        yield from _calls(value) if value.name not in _KEPT else ()
    elif kind is Stored:
        yield from _contents(value)
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


def _contents(value: Stored) -> Iterator[Stored]:
    """Yield paths at which less stands."""
    content = value.content
    if isinstance(content, str):
        lines = content.splitlines(keepends=True)
        texts = ["", *("".join(lines[:n] + lines[n + 1 :]) for n in range(len(lines)))]
        yield from (dataclasses.replace(value, content=text) for text in texts if text != content)
    elif content:
        for place in range(len(content)):
            yield dataclasses.replace(value, content=content[:place] + content[place + 1 :])


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
