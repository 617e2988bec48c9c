"""Property tests with Hypothesis: round trips, idempotence, symmetry, order, size."""

from __future__ import annotations

import dataclasses
import inspect
import random
import typing
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from typing import Any, Callable

from .limits import limited
from .testgen_cases import Case
from .testgen_draws import Parameter
from .testgen_recipes import Made
from .testgen_scripts import CPU, WALL, Script, Stage, Step
from .testgen_search import Search
from .testgen_subjects import Subject, made
from .testgen_write import Written

MOST = 10
MOST_OF_ONE = 2
SAMPLES = 120
LEAST = 12  # different samples that a property must have been seen on
_PLAIN = {
    int: "st.integers(-1000, 1000)",
    float: "st.floats(-1e6, 1e6)",
    bool: "st.booleans()",
    str: "st.text(max_size=20)",
    bytes: "st.binary(max_size=20)",
}
_EXTRA = "@settings(derandomize=True, deadline=None, database=None)"


@dataclasses.dataclass(frozen=True)
class Property:
    """A claim: the end of its name, its lines, and whether it holds for arguments.

    `check` gives None where an input says nothing, and may raise what the subject raises.
    """

    name: str
    lines: tuple[str, ...]
    check: Callable[[list[Any]], bool | None]


def properties(stage: Stage, search: Search, seed: int) -> list[Written]:
    """Write the properties that hold on many inputs, where Hypothesis can be imported."""
    if find_spec("hypothesis") is None or {"given", "settings", "st"} & {*stage.names.values}:
        return []
    found: list[Written] = []
    subjects = [s for s in stage.plan.subjects if s.kind == "function" and s.public]
    subjects = [s for s in subjects if s.qualified not in search.outside and not s.coroutine]
    subjects = [s for s in subjects if not any(each.stored for each in s.parameters)]
    for subject in subjects:
        needed = _needed(subject)
        strategies = [strategy(_hint(subject, each.name)) for each in needed]
        if not needed or len(needed) > 3 or not all(strategies):
            continue
        mine = 0
        for claim in _claims(subject, needed, subjects):
            if mine < MOST_OF_ONE and len(found) < MOST and _holds(stage, subject, claim, seed):
                mine += 1
                found.append(_written(subject, needed, strategies, claim))
    return found


def _needed(subject: Subject) -> list[Parameter]:
    return [each for each in subject.parameters if not each.optional and each.way == "positional"]


def _hint(subject: Subject, name: str) -> Any:
    hints: dict[str, Any] = {}
    error = limited(lambda: hints.update(typing.get_type_hints(subject.call)), CPU, WALL)
    return hints.get(name) if error is None else None


def strategy(hint: Any) -> str:
    """Give the strategy for an annotation in text, or nothing where there is none."""
    if isinstance(hint, list):  # the parameters of a `Callable`
        return ""
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    parts = [strategy(each) for each in inner if each is not ...]
    if not parts or not all(parts):
        return ""
    if origin is list:
        return f"st.lists({parts[0]}, max_size=8)"
    if origin is set:
        return f"st.sets({parts[0]}, max_size=8)"
    if origin is dict:
        return f"st.dictionaries({parts[0]}, {parts[1]}, max_size=8)"
    if origin is tuple and ... not in inner:
        return f"st.tuples({', '.join(parts)})"
    return ""


def _claims(
    subject: Subject, needed: list[Parameter], subjects: list[Subject]
) -> Iterator[Property]:
    """Yield what could hold, by the types alone."""
    names = [each.name for each in needed]
    call = f"{subject.name}({', '.join(names)})"
    first = _hint(subject, names[0])
    if subject.stream or subject.result in (inspect.Parameter.empty, None, type(None)):
        return
    if len(needed) == 1:
        for other in subjects:
            if other is not subject and _is_inverse(subject, other, first):
                yield _round_trip(subject, other, names[0])
    if first == subject.result and first is not bool:
        yield _idempotent(subject, names)
    if len(needed) == 2 and first == _hint(subject, names[1]):
        yield _symmetric(subject, names)
    if typing.get_origin(subject.result) is list:
        yield _ordered(subject, call)
        if typing.get_origin(first) is list:
            yield _as_long(subject, call, names[0])


def _is_inverse(subject: Subject, other: Subject, first: Any) -> bool:
    back = _needed(other)
    return (
        len(back) == 1
        and other.result == first
        and _hint(other, back[0].name) == subject.result
        and subject.result is not bool
    )


def _round_trip(subject: Subject, other: Subject, name: str) -> Property:
    def check(values: list[Any]) -> bool | None:
        there = subject.call(*values)
        return bool(other.call(there) == values[0]) if there != values[0] else None

    line = f"assert {other.name}({subject.name}({name})) == {name}"
    return Property(f"{other.name}_undoes_{subject.name}", (line,), check)


def _idempotent(subject: Subject, names: list[str]) -> Property:
    def check(values: list[Any]) -> bool | None:
        once = subject.call(*values)
        return bool(subject.call(once, *values[1:]) == once) if once != values[0] else None

    rest = "".join(f", {name}" for name in names[1:])
    lines = (
        f"once = {subject.name}({', '.join(names)})",
        f"assert {subject.name}(once{rest}) == once",
    )
    return Property(f"{subject.name}_changes_nothing_the_second_time", lines, check)


def _symmetric(subject: Subject, names: list[str]) -> Property:
    def check(values: list[Any]) -> bool | None:
        one = subject.call(*values)
        return bool(subject.call(*reversed(values)) == one) if values[0] != values[1] else None

    line = (
        f"assert {subject.name}({names[0]}, {names[1]}) == {subject.name}({names[1]}, {names[0]})"
    )
    return Property(f"{subject.name}_is_symmetric", (line,), check)


def _ordered(subject: Subject, call: str) -> Property:
    def check(values: list[Any]) -> bool | None:
        found = subject.call(*values)
        return bool(found == sorted(found)) if len(found) > 1 else None

    lines = (f"result = {call}", "assert result == sorted(result)")
    return Property(f"{subject.name}_is_sorted", lines, check)


def _as_long(subject: Subject, call: str, name: str) -> Property:
    def check(values: list[Any]) -> bool | None:
        size = len(values[0])
        found = subject.call(*values)
        return len(found) == size if size else None

    line = f"assert len({call}) == len({name})"
    return Property(f"{subject.name}_keeps_the_length", (line,), check)


def _holds(stage: Stage, subject: Subject, claim: Property, seed: int) -> bool:
    """Say whether a claim holds on many different inputs, and says something on enough."""
    chance = random.Random(seed)
    seen: set[str] = set()
    for _ in range(SAMPLES):
        call = made(subject, chance)[1]
        plain = Made(call.name, call.arguments)
        values = [stage.names.build(each) for each in plain.arguments]
        ends: list[bool | None] = []
        error = limited(partial(_end, claim, values, ends), CPU, WALL)
        stage.restore()
        if error is not None or ends[0] is False:
            return False
        if ends[0]:
            seen.add(repr(values))
    return len(seen) >= LEAST


def _end(claim: Property, values: list[Any], ends: list[bool | None]) -> None:
    ends.append(claim.check(values))


def _written(
    subject: Subject, needed: list[Parameter], strategies: list[str], claim: Property
) -> Written:
    names = [each.name for each in needed]
    pairs = ", ".join(f"{name}={text}" for name, text in zip(names, strategies))
    call = Made(subject.name)
    script = Script((Step(subject.qualified, call),))
    case = Case(-1, script, (), "", "", "", frozenset(), None)
    extra = [_EXTRA, f"@given({pairs})"]
    return Written(f"test_{claim.name}", list(claim.lines), case, subject, extra, ", ".join(names))
