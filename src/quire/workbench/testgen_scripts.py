"""Scripts: a call, or an object and a few calls of its methods, and what they are seen to do."""

from __future__ import annotations

import asyncio
import functools
import inspect
import itertools
import random
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from types import FunctionType
from typing import Any, Callable

from .limits import attempt, limited
from .testgen_draws import shifted
from .testgen_files import changes, prepare, stored_of, told
from .testgen_pools import Pools, changed
from .testgen_recipes import Made, Named, Names, Recipe, Stored, cost, source
from .testgen_settings import drawn, environment, meant
from .testgen_shown import has_address, is_rough, shown
from .testgen_subjects import Plan, Subject, Taken, made

MOST_STEPS = 4
MOST_STREAM = 12
_CONTAINERS = (dict, list, tuple, set, frozenset, str, bytes, int, float)
CPU, WALL = 0.15, 1.0
_ABLE, _MOST_ABLE = 5, 40  # calls of a class that made an object
LAST = 4.0  # seconds of work in a call that cannot be interrupted
_Function = Callable[..., Any]


@dataclass(frozen=True)
class Step:
    """One call of a subject with its arguments."""

    subject: str
    call: Made


@dataclass(frozen=True)
class Script:
    """Steps on one object, or a single call; the last step is what a test is about."""

    steps: tuple[Step, ...]
    receiver: Made | None = None
    settings: tuple[tuple[str, str], ...] = ()  # of the environment; all others are unset

    @property
    def text(self) -> str:
        """Give the script as text, which tells scripts apart."""
        parts = [source(step.call) + step.subject for step in self.steps]
        parts += [f"{each.path}: {each.content}" for each in self.stored.values()]
        parts += [f"{name}={value}" for name, value in self.settings]
        return f"{source(self.receiver) if self.receiver else ''};{';'.join(parts)}"

    @property
    def stored(self) -> dict[str, Stored]:
        """Give the paths that it works on by their names in a test; the first of a name holds."""
        found: dict[str, Stored] = {}
        for call in (self.receiver, *(step.call for step in self.steps)):
            for each in stored_of(call):
                found.setdefault(each.var, each)
        return found

    @property
    def cost(self) -> int:
        """Give how hard the script is to read."""
        calls = sum(cost(step.call) for step in self.steps)
        calls += sum(15 + len(value) for _, value in self.settings)
        calls += sum(10 + len(str(each.content)) for each in self.stored.values())
        return calls + (cost(self.receiver) if self.receiver else 0) + 15 * len(self.steps)

    @property
    def subject(self) -> str:
        """Give the qualified name of what the script is about."""
        return self.steps[-1].subject


@dataclass
class Seen:
    """What a script did: facts as (what, expression), and what it raised.

    `frame` is the file and line that raised; `value` the result itself, in this process only.
    """

    facts: tuple[tuple[str, str], ...] = ()
    error: BaseException | None = None
    frame: tuple[str, int] = ("", 0)
    value: Any = None
    early: bool = False  # it was raised before the last step
    unmade: bool = False  # it was raised when the object was made

    @property
    def mark(self) -> tuple[Any, ...]:
        """Give what tells this behaviour from another one."""
        if self.error is None:
            return self.facts
        return (type(self.error).__name__, str(self.error)[:200], self.early)


class Stage:
    """Where scripts are made and run: the names, the subjects, the pools."""

    def __init__(self, names: Names, pools: Pools, plan: Plan, bare: Callable[[], None]) -> None:
        self.names = names
        self.pools = pools
        self.plan = plan
        self.by_name = {subject.qualified: subject for subject in plan.subjects}
        self.restore = bare
        self.receivers: dict[str, list[Made]] = {}  # calls of a class that made an object

    def draw(self, subject: Subject, chance: random.Random) -> tuple[Taken, Taken, Script]:
        """Draw a script; give the options that its last call and the making of its object took."""
        taken, call = made(subject, chance)
        last = Step(subject.qualified, call)
        if subject.kind in ("function", "static", "class"):
            return taken, [], self._set(Script((last,)), chance)
        able = self.receivers.get(subject.owner, ())
        making: Taken = []
        if len(able) >= _ABLE and chance.random() < 0.6:
            receiver = chance.choice(able)
        else:
            making, receiver = made(self.plan.makers[subject.owner], chance)
        steps: list[Step] = []
        others = [s for s in self.plan.members[subject.owner] if s.kind == "method" and not s.form]
        if others and chance.random() < 0.7:
            for _ in range(chance.randrange(MOST_STEPS)):
                other = chance.choice(others)
                steps.append(Step(other.qualified, made(other, chance)[1]))
        return taken, making, self._set(Script((*steps, last), receiver), chance)

    def _set(self, script: Script, chance: random.Random) -> Script:
        """Give a script with values for names of the environment that its subjects read."""
        names = self._settings(script)
        return replace(script, settings=drawn(names, self.pools.own, chance)) if names else script

    def _settings(self, script: Script) -> list[str]:
        """List the names of the environment that a script's calls read."""
        found: dict[str, None] = {}
        calls = [(self.by_name[step.subject], step.call) for step in script.steps]
        if script.receiver is not None:
            calls.append((self.plan.makers[self.by_name[script.subject].owner], script.receiver))
        for subject, call in calls:
            ways = [each.name for each in subject.parameters if each.way != "named"]
            found.update((meant(name, call, ways), None) for name in subject.settings)
        return [name for name in found if name]

    def environment(self, script: Script) -> dict[str, str | None]:
        """Give all names of the environment that matter to a script, None for those not set."""
        wanted = dict(script.settings)
        return {name: wanted.get(name) for name in self._settings(script)}

    def keep(self, name: str, call: Made) -> None:
        """Remember a call of a class that made an object."""
        able = self.receivers.setdefault(name, [])
        if len(able) < _MOST_ABLE and call not in able:
            able.append(call)

    def vary(self, script: Script, chance: random.Random) -> Script:
        """Change one thing of a script."""
        steps = list(script.steps)
        roll = chance.random()
        if self._settings(script) and chance.random() < 0.3:
            return self._set(script, chance)
        if script.receiver is not None and roll < 0.2:
            receiver = self._varied(script.receiver, chance)
            return replace(script, receiver=receiver)
        if len(steps) > 1 and roll < 0.35:
            del steps[chance.randrange(len(steps) - 1)]
            return replace(script, steps=tuple(steps))
        if script.receiver is not None and roll < 0.5 and len(steps) <= MOST_STEPS:
            place = chance.randrange(len(steps))
            steps.insert(place, steps[chance.randrange(len(steps))])
            return replace(script, steps=tuple(steps))
        place = len(steps) - 1 if chance.random() < 0.6 else chance.randrange(len(steps))
        steps[place] = Step(steps[place].subject, self._varied(steps[place].call, chance))
        return replace(script, steps=tuple(steps))

    def _varied(self, call: Made, chance: random.Random) -> Made:
        arguments, named = list(call.arguments), list(call.named)
        count = len(arguments) + len(named)
        if not count:
            return call
        place = chance.randrange(count)
        if place < len(arguments):
            arguments[place] = self._changed(arguments[place], arguments, chance)
        else:
            name, value = named[place - len(arguments)]
            if chance.random() < 0.2:
                del named[place - len(arguments)]
            else:
                named[place - len(arguments)] = (name, self._changed(value, arguments, chance))
        return Made(call.name, tuple(arguments), tuple(named))

    def _changed(self, value: Recipe, others: list[Recipe], chance: random.Random) -> Recipe:
        kin = [each for each in others if type(each) is type(value)]
        if kin and chance.random() < 0.15:
            return chance.choice(kin)
        if isinstance(value, Stored):
            text = value.content
            if not isinstance(text, str):
                return value
            return replace(value, content=changed(text, self.pools, chance))
        if isinstance(value, Made):
            moment = value.name in ("date", "datetime") and len(value.arguments) >= 3
            return shifted(value, chance) if moment else self._varied(value, chance)
        return changed(value, self.pools, chance)

    def run(self, script: Script, cpu: float = CPU) -> Seen:
        """Run a script within limits; the object that it was about is described too."""
        state: dict[str, Any] = {"step": -1}
        found: list[Seen] = []
        with environment(self.environment(script)):
            error = limited(lambda: found.append(self._run(script, state)), cpu, WALL, LAST)
        self.restore()
        if error is None:
            return found[0]
        *_, (frame, line) = traceback.walk_tb(error.__traceback__)
        where = (frame.f_code.co_filename, line)
        early = state["step"] < len(script.steps) - 1
        unmade = state["step"] < 0 and script.receiver is not None
        return Seen(error=error, frame=where, early=early, unmade=unmade)

    def _run(self, script: Script, state: dict[str, Any]) -> Seen:
        stored = script.stored
        if stored:
            prepare(self.names, stored)
        receiver = self.names.build(script.receiver) if script.receiver else None
        value = None
        arguments: list[Any] = []
        named: dict[str, Any] = {}
        before: list[tuple[str, str]] = []
        for number, step in enumerate(script.steps):
            arguments = [self.names.build(each) for each in step.call.arguments]
            named = {name: self.names.build(each) for name, each in step.call.named}
            state["step"] = number
            if receiver is not None and number == len(script.steps) - 1:
                before = list(self._state("", receiver))
            value = perform(self.by_name[step.subject], receiver, arguments, named)
        is_new = self.by_name[script.subject].kind == "class"
        facts = list(self._state(".", value) if is_new else self._result(value))
        facts.extend(self._changes(script.steps[-1].call, arguments, named))
        if receiver is not None:  # what the last call has changed of the object
            facts.extend(fact for fact in self._state("", receiver) if fact not in before)
        facts.extend(changes(self.names, stored))
        here = ((what, told(text, self.names)) for what, text in facts)
        return Seen(tuple((what, text) for what, text in here if text is not None), value=value)

    def _result(self, value: Any) -> Iterator[tuple[str, str]]:
        if is_rough(value):
            yield "rough", repr(float(f"{value:.10g}"))
            return
        text = shown(value, self.names)
        if text is not None:
            yield "result", text
            return
        plain = _as_plain(value, self.names)
        if plain is not None:  # a class of its own that is a list, a dictionary or the like
            yield "result", plain
            return
        if isinstance(value, (str, bytes, list, tuple, set, frozenset, dict)):
            if not has_address(value):
                yield "length", str(len(value))
            return
        if isinstance(value, (FunctionType, functools.partial)):
            yield from self._called(value)
            return
        kind = type(value)
        if kind.__name__ in self.plan.members:
            yield "class", kind.__name__
            yield from self._state(".", value)

    def _called(self, function: Callable[..., object]) -> Iterator[tuple[str, str]]:
        """Yield what a returned function gives, or what it makes of another one gives."""
        for calls in _CALLS:
            held: list[_Function] = [function]
            texts = [f"({', '.join(map(source, given))})" for given in calls]
            error = None
            for given in calls:
                arguments = [self.names.build(each) for each in given]
                error = error or attempt(partial(_call, held, arguments))
            text = shown(held[-1], self.names) if error is None and len(held) > len(calls) else None
            if text is not None:
                yield f"called:{''.join(texts)}", text
                return

    def _state(self, prefix: str, value: Any) -> Iterator[tuple[str, str]]:
        """Yield the public attributes and properties of an object, and its length."""
        kind = type(value)
        own = getattr(value, "__dict__", None) or {}
        names = [name for name in own if not name.startswith("_")]
        names += [n for n, v in vars(kind).items() if isinstance(v, property) and n[0] != "_"]
        for name in names[:8]:
            held: list[Any] = []
            if attempt(partial(_read, value, name, held)) is None:
                rough = is_rough(held[0])
                text = repr(float(f"{held[0]:.10g}")) if rough else shown(held[0], self.names)
                if text is not None:
                    yield f"{'rough' if rough else 'attribute'}:{prefix}{name}", text
        if "__len__" in vars(kind):
            yield f"len:{prefix}", str(len(value))

    def _changes(
        self, call: Made, arguments: list[Any], named: dict[str, Any]
    ) -> Iterator[tuple[str, str]]:
        """Yield the arguments that the last call changed."""
        pairs = [*zip(map(str, range(99)), call.arguments, arguments)]
        pairs += [(name, recipe, named[name]) for name, recipe in call.named]
        for name, recipe, now in pairs:
            if isinstance(now, (list, dict, set, bytearray)):
                text = shown(now, self.names)
                if text is not None and text != source(recipe) and now != self.names.build(recipe):
                    yield f"argument:{name}", text


def _as_plain(value: Recipe, names: Names) -> str | None:
    """Give the plain container that an object of a subclass of one equals, as an expression."""
    base = next((kind for kind in _CONTAINERS if isinstance(value, kind)), None)
    if base is None or type(value) is base:
        return None
    found: list[str | None] = []

    def show() -> None:
        held = base(value)
        if bool(value == held) and bool(held == value):
            found.append(shown(held, names))

    attempt(show)
    return found[0] if found else None


# Calls of a function that was given back: as a decorator, then with plain values.
_CALLS: tuple[tuple[tuple[Recipe, ...], ...], ...] = (
    ((Named("abs"),), (-2,)), ((-2,),), (("a b",),), ((),), ((3, 2),), (([3, 1, 2],),),
)  # fmt: skip


def _call(held: list[_Function], arguments: list[object]) -> None:
    held.append(held[-1](*arguments))


def _read(value: Any, name: str, held: list[Any]) -> None:
    held.append(getattr(value, name))


def perform(subject: Subject, receiver: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    """Call a subject and wait for what it promises."""
    if subject.kind == "property":
        return getattr(receiver, subject.name)
    if subject.kind == "method" and subject.form and not named:
        value = _operators[subject.name](receiver, *arguments)
    elif subject.kind == "method":
        value = getattr(receiver, subject.name)(*arguments, **named)
    else:
        value = subject.call(*arguments, **named)
    if inspect.iscoroutine(value):
        value = asyncio.run(value)
    if inspect.isgenerator(value) or type(value).__name__ in ("map", "filter", "zip", "reversed"):
        return list(itertools.islice(value, MOST_STREAM))
    return value


_ONE: dict[str, Callable[[Any], Any]] = {
    "__str__": str, "__repr__": repr, "__len__": len, "__bool__": bool, "__abs__": abs,
    "__iter__": lambda a: list(itertools.islice(a, MOST_STREAM)), "__neg__": lambda a: -a,
    "__invert__": lambda a: ~a, "__int__": int, "__float__": float,
}  # fmt: skip
_TWO: dict[str, Callable[[Any, Any], Any]] = {
    "__eq__": lambda a, b: a == b, "__lt__": lambda a, b: a < b, "__le__": lambda a, b: a <= b,
    "__gt__": lambda a, b: a > b, "__ge__": lambda a, b: a >= b, "__add__": lambda a, b: a + b,
    "__sub__": lambda a, b: a - b, "__mul__": lambda a, b: a * b, "__and__": lambda a, b: a & b,
    "__truediv__": lambda a, b: a / b, "__floordiv__": lambda a, b: a // b,
    "__mod__": lambda a, b: a % b, "__or__": lambda a, b: a | b, "__xor__": lambda a, b: a ^ b,
    "__contains__": lambda a, b: b in a, "__getitem__": lambda a, b: a[b],
    "__matmul__": lambda a, b: a @ b, "__pow__": lambda a, b: a**b,
}  # fmt: skip
_operators: dict[str, Callable[..., Any]] = {
    **_ONE, **_TWO, "__call__": lambda a, *rest: a(*rest),
}  # fmt: skip
