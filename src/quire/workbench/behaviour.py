"""What candidates do on inputs beyond the tests, and on the examples of the documentation."""

from __future__ import annotations

import dis
import pickle
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import TYPE_CHECKING

from .calling import call_again
from .candidates import Candidate
from .documented import held
from .facts import facts
from .forks import Child, Send
from .harmless import harmless
from .inputs import digest
from .limits import Limits, TimeUp, attempt, limited
from .search import prepare_worker
from .trace import Traces
from .trial import Bench, Verdict
from .units import Unit, refuel
from .wraps import Watch

if TYPE_CHECKING:
    from _typeshed import TraceFunction

LEAVING = " | "  # between a result and what the call has made of its arguments
_WATCHED = 60  # calls that are watched for places below zero
_TRACED = 40  # calls that are watched line by line
_MOST_HUNG = 12  # inputs without an end, from which on no more are tried
_HANGS = 0.9  # of the inputs, where that is so
_MUCH = 3  # lines behind a change
_LIMITS = Limits(fuel=60_000, cpu=0.05)


@dataclass(frozen=True)
class Probe:
    """One input of one function; `real` if a test made this call.

    `base` is the input that it is in another order, `how` tells which order.
    """

    unit: Unit
    data: bytes
    real: bool
    base: bytes = b""
    how: str = ""

    def __hash__(self) -> int:
        return hash((id(self.unit), self.data))

    def arguments(self) -> tuple[dict[str, object], dict[str, object]]:
        """Give the arguments, and the defaults that are left out where an argument equals them.

        Half of the inputs that are made up leave all defaults as they are, the others spell them
        out: only a default that is left out shows that it changed, only one that is given shows
        what it is taken for. Raises what reading them may raise.
        """
        values: dict[str, object] = pickle.loads(self.data)
        if self.real:
            return values, self.unit.defaults
        if zlib.crc32(self.base or self.data) % 2:
            return values, {}
        return {**values, **self.unit.defaults}, self.unit.defaults


Facts = dict[tuple[Probe, str], dict[str, bool]]


@dataclass
class Behaviour:
    """Results by probe, how many documented examples hold, and how many lines no test runs.

    `facts` are what results have to do with the arguments, by probe and result.
    `contradicts` are examples with a plain value that do not hold.
    `swallows` tells that no test runs any of the lines behind the change, `avoids` that none runs
    what crashed before, `spoils` that arguments change that did not change before. `wraps` is
    the share of calls in which a computed place in a list is below zero.
    """

    results: list[str] = field(default_factory=list)
    facts: Facts = field(default_factory=dict)
    examples: int = 0
    contradicts: int = 0
    idle: int = 0
    swallows: bool = False
    avoids: bool = False
    spoils: bool = False
    wraps: float = 0.0


def calls_of(unit: Unit, traces: Traces) -> list[tuple[str, bytes]]:
    """List the recorded calls of a function: the test, and the arguments."""
    return traces.calls.get((unit.source.path, unit.first_line), [])[:40]


class Observation:
    """The probes and examples, run in a child that begins at once; None is the original code."""

    def __init__(
        self,
        bench: Bench,
        candidate: Candidate | None,
        probes: list[Probe],
        seconds: float,
        known: Facts,
    ) -> None:
        self._probes = probes
        self._known = known
        self._deadline = time.monotonic() + seconds
        self._child = Child(lambda send: self._work(bench, candidate, send))

    def read(self) -> Behaviour:
        """Wait for what is observed. Facts that are not known are added to those that are."""
        behaviour = Behaviour(facts=self._known)
        for message in self._child.messages(1.5, self._deadline):
            if isinstance(message, dict):
                vars(behaviour).update(message)
                continue
            result, new = message
            probe = self._probes[len(behaviour.results)]
            behaviour.results.append(result)
            if new is not None:
                self._known[probe, result] = self._known[probe, given_of(result)] = new
        behaviour.results.extend(["died"] * (len(self._probes) - len(behaviour.results)))
        return behaviour

    def close(self) -> None:
        """End it, read or not."""
        self._child.kill()

    def _work(self, bench: Bench, candidate: Candidate | None, send: Send) -> None:
        prepare_worker(bench)
        harmless(bench.root)
        probes = self._probes

        def look() -> Verdict:
            for probe, ending in zip(probes, _endings(bench, probes)):
                new = (probe, ending.result) not in self._known
                send((ending.result, ending.facts(probe) if new else None))
            send(held(bench, list(dict.fromkeys(probe.unit for probe in probes)), _LIMITS))
            if candidate is not None:
                send(_reached(bench, candidate, probes))
            send({"wraps": _wraps(bench, candidate, probes)})
            return Verdict(0)

        if candidate is None:
            bench.fueled()
            look()
        else:
            bench.swapped(candidate, look)


def _endings(bench: Bench, probes: list[Probe]) -> Iterator[_Ending]:
    """Run the probes one after the other; where nearly all have no end, no more are tried."""
    hung = 0
    for number, probe in enumerate(probes):
        bench.beat()
        lost = hung >= _MOST_HUNG and hung > _HANGS * number
        ending = _Ending("hangs") if lost else _ending(bench, probe)
        hung += ending.result == "hangs"
        yield ending
        if bench.state is not None:
            bench.state.restore()


def _reached(bench: Bench, candidate: Candidate, probes: list[Probe]) -> dict[str, int]:
    """Give how many lines no test runs, and whether the change swallows and avoids."""
    idle, lines = idle_lines(bench, probes)
    now = _Lines(candidate, probes)
    behind = {line for line in lines if line > now.last}
    crashed = {now.of(*place) for place in bench.crashes} & lines
    return {
        "idle": len(idle),
        "swallows": len(behind) >= _MUCH and behind <= idle,
        "avoids": bool(crashed) and crashed <= idle,
    }


def _wraps(bench: Bench, candidate: Candidate | None, probes: list[Probe]) -> float:
    """Give the share of the first calls in which a computed place in a list is below zero."""
    units = list(dict.fromkeys(probe.unit for probe in probes))
    edits = candidate.edits if candidate is not None else ()
    spans = {
        unit: tuple(s for edit in edits if unit.holds(edit) for s in edit.spans) for unit in units
    }
    watch = Watch(units, spans)
    if not watch.begin():
        return 0.0
    below = 0
    first = probes[:_WATCHED]
    for probe in first:
        watch.below = 0
        sane = not bad(result_of(bench, probe))
        below += sane and watch.below > 0
        if bench.state is not None:
            bench.state.restore()
    return below / len(first)


class _Lines:
    """Where the lines of the first probes' file are after a candidate's edits."""

    def __init__(self, candidate: Candidate, probes: list[Probe]) -> None:
        self.path = probes[0].unit.source.path if probes else ""
        text = probes[0].unit.source.text if probes else ""
        self.moved: list[tuple[int, int]] = []  # from which line on, by how many
        self.last = 0  # line that is changed
        for span in sorted(s for e in candidate.edits if e.path == self.path for s in e.spans):
            first = text.count("\n", 0, span.start) + 1
            start = self.of(self.path, first)
            self.last = start + span.text.rstrip("\n").count("\n")
            more = span.text.count("\n") - text.count("\n", span.start, span.end)
            self.moved.append((first + (span.text[-1:] != "\n"), more))

    def of(self, path: str, line: int) -> int:
        """Give where a line is now, 0 for those of other files."""
        if path != self.path:
            return 0
        return line + sum(more for first, more in self.moved if line >= first)


def idle_lines(bench: Bench, probes: list[Probe]) -> tuple[set[int], set[int]]:
    """Give the lines of the first probes' function that no call of a test runs, and all of them."""
    if not probes:
        return set(), set()
    unit = probes[0].unit
    waiting = {(code, line) for code in _codes(unit.live[0].__code__) for line in _lines(code)}

    def enter(frame: FrameType, event: str, value: object) -> TraceFunction | None:
        del event, value
        return follow if (frame.f_code, frame.f_lineno) in known else None

    def follow(frame: FrameType, event: str, value: object) -> TraceFunction | None:
        del value
        if event == "line":
            waiting.discard((frame.f_code, frame.f_lineno))
        return follow

    known = {(code, code.co_firstlineno) for code, _ in waiting}
    for probe in [probe for probe in probes if probe.unit is unit and probe.real][:_TRACED]:
        sys.settrace(enter)
        try:
            result_of(bench, probe)
        finally:
            sys.settrace(None)
        if bench.state is not None:
            bench.state.restore()
        if not waiting:
            break
    lines = {line for code in _codes(unit.live[0].__code__) for line in _lines(code)}
    return {line for _, line in waiting}, lines


def _codes(code: CodeType) -> list[CodeType]:
    inner = [each for each in code.co_consts if isinstance(each, CodeType)]
    return [code, *(each for one in inner for each in _codes(one))]


def _lines(code: CodeType) -> set[int]:
    found = {line for _, line in dis.findlinestarts(code) if line is not None}
    return found - {code.co_firstlineno}


def result_of(bench: Bench, probe: Probe) -> str:
    """Make a call within limits and describe what it gives and what it makes of its arguments."""
    return _ending(bench, probe).result


@dataclass
class _Ending:
    """How a call ended: in words, with what value, and what it left of its arguments."""

    result: str
    value: object = None
    left: dict[str, object] = field(default_factory=dict)

    def facts(self, probe: Probe) -> dict[str, bool]:
        """Say what the value, or else the first list that was changed, has to do with the call."""
        found: dict[str, bool] = {}
        if not bad(self.result):
            attempt(lambda: found.update(self._facts(probe.arguments()[0])))
        return found

    def _facts(self, values: dict[str, object]) -> dict[str, bool]:
        if self.value is not None:
            return facts(values, self.value)
        changed = (v for n, v in self.left.items() if isinstance(v, list) and v != values[n])
        return facts(values, next(changed, None))


def _ending(bench: Bench, probe: Probe) -> _Ending:
    function = probe.unit.live[0]
    refuel(bench.units, _LIMITS.fuel)
    found: list[_Ending] = []

    def call() -> None:
        values, left_out = probe.arguments()
        result = call_again(function, values, left_out)
        found.append(_Ending(f"{digest(result)}{LEAVING}{digest(values)}", result, values))

    error = limited(call, _LIMITS.cpu, 1.0)
    if found:
        return found[0]
    if isinstance(error, (TimeUp, StopIteration, MemoryError)):
        return _Ending("hangs")
    return _Ending(f"raises {type(error).__name__}")


def bad(result: str) -> bool:
    """Say whether a call ended in an error, or not at all."""
    return result in ("hangs", "died") or result.startswith("raises ")


def given_of(result: str) -> str:
    """Leave out what a call made of its arguments."""
    return result.partition(LEAVING)[0]


def left_of(probe: Probe) -> str:
    """Describe the arguments of a call that changes none of them; empty if they cannot be read."""
    told: list[str] = []
    attempt(lambda: told.append(digest(pickle.loads(probe.data))))
    return told[0] if told else ""
