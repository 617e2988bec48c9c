"""What may be expected of what was seen: a promise to test, a suspicion to report, or nothing."""

from __future__ import annotations

import ast
import collections.abc
import inspect
import re
import typing
from dataclasses import dataclass
from typing import Any

from .limits import TimeUp
from .testgen_blame import Blame, is_exact
from .testgen_recipes import Made, Named, Stored, source
from .testgen_scripts import Script, Seen
from .testgen_subjects import Subject
from .testgen_watch import Outside

_FLAWS = (TypeError, AttributeError, IndexError, KeyError, ZeroDivisionError, RecursionError,
          UnboundLocalError, NameError, OverflowError, StopIteration, UnicodeError)  # fmt: skip
# What is a flaw even where the types of the parameters are only guessed.
_PLAIN_FLAWS = (ZeroDivisionError, UnboundLocalError, IndexError)
_NO_PROMISE = (NotImplementedError, AssertionError, MemoryError, TimeUp, Outside, SystemExit,
               KeyboardInterrupt, EOFError, OSError, ImportError, SyntaxError)  # fmt: skip
# Words of the library that have been the same in all versions of Python.
_LASTING = re.compile(r"could not convert string to float: '|invalid literal for int\(\) with base")
_CONTENTS = (KeyError, IndexError, TypeError, AttributeError, ValueError)
_UNSTABLE = re.compile(r" at 0x|/tmp/|/home/|/root/|\d+ bytes|\{.*,.*\}")


@dataclass(frozen=True)
class Flaw:
    """Suspicious behaviour, which no test may freeze."""

    kind: str  # crash | type | example | property | test
    subject: str
    line: int
    call: str
    told: str


@dataclass(frozen=True)
class Judged:
    """A verdict: `test` it or not, whether an error's words may be expected, a flaw to report."""

    test: bool
    words: bool = False
    flaw: Flaw | None = None


class Judge:
    """Knows where the project raises on purpose."""

    def __init__(self, trees: dict[str, ast.Module]) -> None:
        self.raises = {path: set(_lines(tree, ast.Raise)) for path, tree in trees.items()}
        self.blame = Blame(trees)

    def usable(self, seen: Seen) -> bool | None:
        """Say whether an error speaks for the kinds of the arguments; None where it is mute."""
        if isinstance(seen.error, (TypeError, AttributeError)):
            return False
        if seen.frame[1] in self.raises.get(seen.frame[0], ()):
            return True
        no_number = isinstance(seen.error, ArithmeticError)
        return False if no_number and not isinstance(seen.error, ZeroDivisionError) else None

    def judge(
        self, script: Script, seen: Seen, subject: Subject, before: tuple[Subject, ...]
    ) -> Judged:
        """Judge what a script was seen to do; `before` made and changed the object it works on."""
        if seen.error is None:
            flaw = self._result(script, seen, subject)
            return Judged(flaw is None and bool(seen.facts), flaw=flaw)
        error = seen.error
        if isinstance(error, FileNotFoundError) and _misses(script) and not seen.early:
            return Judged(True)
        if seen.early or isinstance(error, _NO_PROMISE) or not isinstance(error, Exception):
            return Judged(False)
        meant = seen.frame[1] in self.raises.get(seen.frame[0], ())
        name = type(error).__name__
        if meant or name in subject.documentation:
            words = str(error)
            stable = meant and 2 < len(words) <= 120 and not _UNSTABLE.search(words)
            return Judged(True, words=stable and "\n" not in words)
        usual = isinstance(error, ValueError) and not isinstance(error, UnicodeError)
        if usual and not re.search(r"empty(?! name)|unpack", str(error)):
            return Judged(True, words=bool(_LASTING.match(str(error))))
        typed = subject.typed and all(each.typed for each in before)
        hints, values = _given(script, subject)
        if self.blame.callers(seen, subject, values):
            return Judged(False)
        by_kind = typed and isinstance(error, (TypeError, AttributeError))
        if by_kind and not all(map(is_exact, (*hints, *_hints(before)))):
            return Judged(False)
        grave = isinstance(error, _FLAWS if typed else _PLAIN_FLAWS)
        grave = grave or (typed and isinstance(error, ValueError))
        if script.stored and isinstance(error, _CONTENTS):  # the file may be the caller's fault
            return Judged(False)
        grave = grave and subject.public and all(map(_is_fit, hints, values))
        return Judged(False, flaw=self._crash(script, seen, subject, typed) if grave else None)

    def _crash(self, script: Script, seen: Seen, subject: Subject, typed: bool) -> Flaw:
        error = seen.error
        fits = "fits its annotations" if typed else "is like others that work"
        words = " ".join(str(error).split())[:100]
        told = f"{type(error).__name__}: {words} (an input that {fits})"
        line = seen.frame[1] if seen.frame[0] in self.raises else _line(subject)
        return Flaw("crash", subject.qualified, line, written(script, subject), told)

    def _result(self, script: Script, seen: Seen, subject: Subject) -> Flaw | None:
        hint = subject.result
        if subject.stream or subject.form or hint is inspect.Parameter.empty:
            return None
        if fits(seen.value, hint):
            return None
        wanted = getattr(hint, "__name__", str(hint))
        told = f"returns {type(seen.value).__name__}, annotated as {wanted}"
        return Flaw("type", subject.qualified, _line(subject), written(script, subject), told)


def _misses(script: Script) -> bool:
    """Say whether there is nothing at a path that a script works on."""
    return any(each.content is None for each in script.stored.values())


def _lines(tree: ast.Module, kind: type) -> Any:
    for node in ast.walk(tree):
        if isinstance(node, kind):
            placed = typing.cast("ast.stmt", node)
            yield from range(placed.lineno, (placed.end_lineno or placed.lineno) + 1)


def _line(subject: Subject) -> int:
    return subject.node.lineno if subject.node is not None else 1


def _hints(before: tuple[Subject, ...]) -> list[object]:
    return [parameter.hint for subject in before for parameter in subject.parameters]


def _given(script: Script, subject: Subject) -> tuple[list[Any], list[Any]]:
    """Give the annotations and the recipes of the arguments of the last call."""
    call = script.steps[-1].call
    hints = {each.name: each.hint for each in subject.parameters}
    ways = [each.hint for each in subject.parameters if each.way != "named"]
    ways += ways[-1:] * max(0, len(call.arguments) - len(ways))
    pairs = [*zip(ways, call.arguments), *((hints.get(name), v) for name, v in call.named)]
    return [hint for hint, _ in pairs], [value for _, value in pairs]


def _is_fit(hint: Any, value: Any) -> bool:
    """Say whether a recipe's value fits; what is made by a call was drawn for its class."""
    return isinstance(value, (Made, Named, Stored)) or hint is None or fits(value, hint)


def written(script: Script, subject: Subject) -> str:
    """Give a script as one expression for people."""
    calls = [source(step.call) for step in script.steps]
    if script.receiver is None:
        name = f"{subject.owner}." if subject.owner else ""
        return f"{name}{calls[-1]}"
    if subject.kind == "property":
        calls[-1] = calls[-1].removesuffix("()") if hasattr(str, "removesuffix") else calls[-1]
    head = source(script.receiver)
    return f"{head}.{calls[0]}" if len(calls) == 1 else f"{head}: then .{', then .'.join(calls)}"


def fits(value: Any, hint: Any) -> bool:
    """Say whether a value may have an annotation; what is not understood fits."""
    if hint is None or hint is type(None):
        return value is None
    origin = typing.get_origin(hint)
    inner = typing.get_args(hint)
    if origin is None:
        return _is(value, hint)
    if origin is typing.Union or type(hint).__name__ == "UnionType":
        return any(fits(value, each) for each in inner)
    if origin is typing.Literal:
        return value in inner
    if not isinstance(origin, type) or origin in (collections.abc.Callable, type):
        return True
    if not _is(value, origin):
        return False
    return _items_fit(value, origin, inner)


def _items_fit(value: Any, origin: Any, inner: tuple[Any, ...]) -> bool:
    if origin in (list, set, frozenset) and len(inner) == 1:
        return all(fits(each, inner[0]) for each in value)
    if origin is tuple and inner and ... not in inner and inner != ((),):
        return len(value) == len(inner) and all(map(fits, value, inner))
    if origin is dict and len(inner) == 2:
        return all(fits(k, inner[0]) and fits(v, inner[1]) for k, v in value.items())
    return True


def _is(value: Any, hint: Any) -> bool:
    streams = (collections.abc.Iterator, collections.abc.Generator, collections.abc.Awaitable,
               collections.abc.Coroutine, collections.abc.AsyncIterator)  # fmt: skip
    if not isinstance(hint, type) or getattr(hint, "_is_protocol", False) or hint in streams:
        return True
    if hint is float:
        return isinstance(value, (int, float))
    if hint is complex:
        return isinstance(value, (int, float, complex))
    try:
        return isinstance(value, hint) or not hasattr(hint, "__mro__")
    except TypeError:  # a typed dictionary or the like
        return True
