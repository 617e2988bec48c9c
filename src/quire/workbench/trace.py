"""Lines, types, attributes and calls that tests leave behind, recorded in a forked child."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from .forks import Child, Send
from .inputs import frozen, parameters
from .limits import catch_alarms, limit_memory, limited, silence
from .outcome import Outcome, Test, failure, relative

MOST_CALLS = 40
MOST_BYTES = 4_000
_MOST_TRIES = 120  # calls of a function in one test whose arguments are looked at
_IN_VAIN = 10  # times that much where they cannot be kept


@dataclass
class Traces:
    """What was seen: per test the lines, per function the types and the arguments."""

    lines: dict[str, dict[str, set[int]]] = field(default_factory=dict)
    types: dict[tuple[str, int], dict[str, set[str]]] = field(default_factory=dict)
    attributes: dict[str, set[str]] = field(default_factory=dict)
    calls: dict[tuple[str, int], list[tuple[str, bytes]]] = field(default_factory=dict)
    turns: int = 0  # most lines run by one test
    failed: dict[str, Outcome] = field(default_factory=dict)  # tests that did not pass


class _Tracer:
    """A trace function for project files; everything else runs at full speed."""

    def __init__(self, root: Path, skip: set[str]) -> None:
        self.root = root
        self.skip = skip
        self.paths: dict[CodeType, str | None] = {}
        self.lines: dict[str, set[int]] = {}
        self.attributes: dict[type, set[str]] = {}
        self.test = ""
        self.traces = Traces()
        self.count = 0
        self.tries: dict[CodeType, int] = {}
        self.sizes: set[tuple[CodeType, bytes]] = set()

    def path(self, code: CodeType) -> str | None:
        """Give the project path of a code object, None for others' and for tests."""
        if code not in self.paths:
            path = relative(self.root, code.co_filename)
            foreign = path is None or path in self.skip
            self.paths[code] = None if foreign else path
        return self.paths[code]

    def enter(self, frame: FrameType, event: str, _: Any) -> Any:
        """Begin a function."""
        path = self.path(frame.f_code)
        if path is None or event != "call":
            return None
        lines = self.lines.setdefault(path, set())
        self._arguments(path, frame)

        def inside(frame: FrameType, event: str, value: Any) -> Any:
            if event == "line":
                self.count += 1
                lines.add(frame.f_lineno)
            elif event == "return":
                self._types(path, frame, value)
            elif event == "exception":
                lines.add(frame.f_lineno)
            return inside

        return inside

    def _arguments(self, path: str, frame: FrameType) -> None:
        code = frame.f_code
        calls = self.traces.calls.setdefault((path, code.co_firstlineno), [])
        tries = self.tries[code] = self.tries.get(code, 0) + 1
        if len(calls) >= MOST_CALLS or tries > _MOST_TRIES or code.co_name.startswith("<"):
            return
        values = {name: frame.f_locals.get(name.lstrip("*")) for name in parameters(code)}
        try:
            data = frozen(values)
        except Exception:  # noqa: BLE001 - pickling may fail in any way
            self.tries[code] += _IN_VAIN
            return
        if len(data) > MOST_BYTES:
            self.tries[code] += _IN_VAIN
        if len(data) <= MOST_BYTES and (code, data) not in self.sizes:
            self.sizes.add((code, data))
            calls.append((self.test, data))

    def _types(self, path: str, frame: FrameType, value: Any) -> None:
        types = self.traces.types.setdefault((path, frame.f_code.co_firstlineno), {})
        values = dict(frame.f_locals)
        values["return"] = value
        for name, item in values.items():
            kind = type(item)
            known = types.setdefault(name, set())
            if len(known) < 8:
                known.add(kind.__name__)
            if kind.__module__ not in ("builtins",):
                self._attributes(kind, item)

    def _attributes(self, kind: type, item: object) -> None:
        """Note the attributes of an object: it may have more than when it was seen last."""
        own = getattr(item, "__dict__", None)
        names = set(own) if isinstance(own, dict) else set()
        known = self.attributes.get(kind)
        if known is None:
            known = self.attributes[kind] = set()
            if self._of_project(kind):
                names |= {name for name in dir(kind) if not name.startswith("__")}
                self.traces.attributes[kind.__name__] = known
        known |= names

    def asked_in_vain(self, error: BaseException) -> None:
        """Note what an object has that was asked for something else, wherever it comes from."""
        asked = getattr(error, "obj", None) if isinstance(error, AttributeError) else None
        if asked is not None:
            names = self.traces.attributes.setdefault(type(asked).__name__, set())
            names |= {name for name in dir(asked) if not name.startswith("_")}

    def _of_project(self, kind: type) -> bool:
        module = sys.modules.get(kind.__module__)
        file = getattr(module, "__file__", None)
        return bool(file) and relative(self.root, str(file)) is not None


def record(
    root: Path,
    tests: list[Test],
    skip: set[str],
    seconds: float,
    limit: float,
    known: Traces | None = None,
) -> Traces:
    """Run tests under a tracer in a child; give what was seen, even if the child dies.

    What is new is added to what is known.
    """
    traces = known or Traces()
    begin = time.monotonic()
    index = 0
    while index < len(tests) and time.monotonic() - begin < seconds:
        child = Child(partial(_record, root, tests[index:], skip, limit))
        done = 0
        for message in child.messages(4.0, begin + seconds):
            _merge(traces, message)
            done += 1
        index += done + 1
    return traces


def _record(root: Path, tests: list[Test], skip: set[str], limit: float, send: Send) -> None:
    silence()
    catch_alarms()
    limit_memory(1 << 30)
    for test in tests:
        tracer = _Tracer(root, skip)
        tracer.test = test.id
        outcomes: list[Outcome] = []
        action = test.direct or partial(_keep, test, outcomes)
        sys.settrace(tracer.enter)
        error = limited(action, limit, 4 * limit)
        sys.settrace(None)
        if error is not None:
            outcomes = [failure(root, error)]
            tracer.asked_in_vain(error)
        failed = [(test.id, each) for each in outcomes if each.status == "failed"]
        tracer.traces.failed = dict(failed)
        tracer.traces.lines = {test.id: tracer.lines}
        tracer.traces.turns = tracer.count
        send(tracer.traces)


def _keep(test: Test, outcomes: list[Outcome]) -> None:
    outcomes.append(test.run())


def _merge(whole: Traces, part: Traces) -> None:
    whole.lines.update(part.lines)
    whole.failed.update(part.failed)
    whole.turns = max(whole.turns, part.turns)
    for key, types in part.types.items():
        known = whole.types.setdefault(key, {})
        for name, kinds in types.items():
            known.setdefault(name, set()).update(kinds)
    for name, attributes in part.attributes.items():
        whole.attributes.setdefault(name, set()).update(attributes)
    for key, calls in part.calls.items():
        mine = whole.calls.setdefault(key, [])
        mine.extend(call for call in calls if call not in mine)
        del mine[4 * MOST_CALLS :]
