"""What candidates do on inputs beyond the tests, and on the examples of the documentation."""

from __future__ import annotations

import ast
import doctest
import inspect
import itertools
import pickle
import time
from dataclasses import dataclass, field
from functools import partial
from types import FunctionType
from typing import Any

from .candidates import Candidate
from .forks import Child, Send
from .inputs import digest, inputs
from .limits import TimeUp, limited
from .search import prepare_worker
from .trace import Traces
from .trial import Bench, Limits, Verdict
from .units import Unit, refuel

MOST_EXAMPLES = 12
_LIMITS = Limits(fuel=60_000, cpu=0.05)


@dataclass(frozen=True)
class Probe:
    """One input of one function; `real` if a test made this call."""

    unit: Unit
    data: bytes
    real: bool

    def __hash__(self) -> int:
        return hash((id(self.unit), self.data))


@dataclass
class Behaviour:
    """Results by probe, and how many documented examples hold."""

    results: list[str] = field(default_factory=list)
    examples: int = 0


def probes(units: list[Unit], traces: Traces, seed: int) -> list[Probe]:
    """Make the inputs for the given functions."""
    found: list[Probe] = []
    for unit in units:
        first = min([unit.node.lineno, *(d.lineno for d in unit.node.decorator_list)])
        calls = traces.calls.get((unit.source.path, first), [])
        found.extend(Probe(unit, data, real) for data, real in inputs(calls[:40], seed))
    return found


def observe(
    bench: Bench, candidate: Candidate | None, probes: list[Probe], seconds: float
) -> Behaviour:
    """Run the probes and examples with a candidate's code (or the original) in a child."""

    def work(send: Send) -> None:
        prepare_worker(bench)

        def look() -> Verdict:
            for probe in probes:
                bench.beat()
                send(_result(bench, probe))
                if bench.state is not None:
                    bench.state.restore()
            units = list(dict.fromkeys(probe.unit for probe in probes))
            send(_examples(bench, units))
            return Verdict(0)

        if candidate is None:
            look()
        else:
            bench.swapped(candidate, look)

    behaviour = Behaviour()
    child = Child(work)
    for message in child.messages(1.5, time.monotonic() + seconds):
        if isinstance(message, int):
            behaviour.examples = message
        else:
            behaviour.results.append(message)
    missing = len(probes) - len(behaviour.results)
    behaviour.results.extend(["died"] * missing)
    return behaviour


def _result(bench: Bench, probe: Probe) -> str:
    function = probe.unit.live[0]
    refuel(bench.units, _LIMITS.fuel)
    found: list[str] = []

    def call() -> None:
        values = pickle.loads(probe.data)
        result = _call(function, values)
        found.append(f"{digest(result)} | {digest(values)}")

    error = limited(call, _LIMITS.cpu, 1.0)
    if found:
        return found[0]
    if isinstance(error, (TimeUp, StopIteration, MemoryError)):
        return "hangs"
    return f"raises {type(error).__name__}"


def _call(function: FunctionType, values: dict[str, Any]) -> Any:
    code = function.__code__
    count = code.co_argcount
    positional = [values[name] for name in code.co_varnames[:count]]
    named = {
        name: values[name] for name in code.co_varnames[count : count + code.co_kwonlyargcount]
    }
    result = function(*positional, **named)
    if inspect.iscoroutine(result):
        result.close()
        return "coroutine"
    if inspect.isgenerator(result):
        return list(itertools.islice(result, 300))
    return result


def examples_of(unit: Unit) -> list[doctest.Example]:
    """List the `>>>` examples of a function, or of its file, trailing strings included."""
    texts: list[str] = []
    for node in [unit.node, *unit.source.tree.body]:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            texts.append(ast.get_docstring(node) or "")
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            texts.append(inspect.cleandoc(str(node.value.value)))
    found: list[doctest.Example] = []
    for text in dict.fromkeys(texts):
        if ">>>" not in text:
            continue
        try:
            found.extend(doctest.DocTestParser().get_examples(text))
        except ValueError:
            continue
    return found[:MOST_EXAMPLES]


def _examples(bench: Bench, units: list[Unit]) -> int:
    """Count the documented examples that hold."""
    held = 0
    for unit in units[:1]:
        names = dict(unit.live[0].__globals__)
        checker = doctest.OutputChecker()
        for example in examples_of(unit):
            shown: list[str] = []
            refuel(bench.units, _LIMITS.fuel)
            limited(partial(_show, example, names, shown), 0.2, 1.0)
            flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
            if checker.check_output(example.want, "".join(shown), flags) or _same_value(
                example.want, "".join(shown)
            ):
                held += 1
    return held


def _show(example: doctest.Example, names: dict[str, Any], shown: list[str]) -> None:
    try:
        code = compile(example.source, "<example>", "eval")
    except SyntaxError:
        exec(compile(example.source, "<example>", "exec"), names)
        return
    value = eval(code, names)
    if inspect.isgenerator(value):
        value = list(itertools.islice(value, 300))
    if value is not None:
        shown.append(f"{value!r}\n")


def _same_value(want: str, got: str) -> bool:
    """Say whether two printed values are equal as literals, whatever their layout."""
    try:
        return bool(ast.literal_eval(want.strip()) == ast.literal_eval(got.strip()))
    except (ValueError, SyntaxError):
        return False
