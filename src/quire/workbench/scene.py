"""Where a repair takes place: the functions that failing tests run, and what is known of them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from . import shared_defaults, signatures, slots, suspects, trace
from .baseline import Baseline
from .budget import Options
from .candidates import MOST, Candidate, acquaint, knowledge, singles
from .literals import Mined, mined
from .mend import Laid
from .outcome import Test
from .pairs import identity
from .project import is_test_path
from .scope import Knowledge
from .search import prepare_worker
from .source import SourceFile
from .suspects import Suspect, Suspicion
from .templates import dear_edits
from .templates_exits import CHEAP
from .trace import Traces
from .trial import Bench
from .types_seen import types_seen
from .units import Unit, live_functions, places_run, units_of

MOST_OUTSIDE = 300
MOST_LENDERS = 20  # files whose statements are borrowed
_FAILING, _PASSING = 30, 150  # tests that are traced
_TRACE_SECONDS = 20.0
_PASSING_SECONDS = 1.5  # for tests that pass
_TYPES_SECONDS = 1.5
_QUICK = 0.02  # seconds of a test that is looked at before slower ones
_FIRST = 3_000  # candidates that have to be cheaper than any that is not listed yet


@dataclass
class Scene:
    """The tests on their bench, the suspects, their candidates, and the files they stand in."""

    bench: Bench
    suspects: list[Suspect]
    known: dict[Unit, Knowledge]
    traces: Traces
    sources: dict[str, SourceFile]
    candidates: list[Candidate]
    foreign: list[str]  # failing tests that run nothing of the project
    units: list[Unit]  # all that are loaded and may change, suspect or not
    skip: set[str]  # files of tests
    mined: Mined
    suspicion: Suspicion
    whole: bool = False  # whether dear guards are among the candidates
    laid: Laid | None = None  # what had to be changed first

    def complete(self, tried: int = 0) -> None:
        """List the dear guards too, behind the candidates that were tried.

        They are most of all edits. Only a search that has tried some thousand others needs them.
        """
        if self.whole:
            return
        self.whole = True
        known = {identity(candidate) for candidate in self.candidates}
        with _untracked():
            dear = singles(self.suspects, self.suspicion, self.known, dear_edits)
            fresh = (candidate for candidate in dear if identity(candidate) not in known)
            rest = sorted([*self.candidates[tried:], *fresh], key=lambda c: c.order)
            self.candidates[tried:] = rest[: MOST - tried]

    @property
    def outside(self) -> list[Candidate]:
        """Give the cheapest edits outside of the bodies of functions."""
        return [c for c in self.candidates if type(c.units[0]) is not Unit][:MOST_OUTSIDE]


def look_around(
    root: Path,
    tests: list[Test],
    before: Baseline,
    options: Options,
    seconds: float,
    pause: Callable[[], None] = lambda: None,
) -> Scene:
    """Trace the tests, find suspects, and list the single edits in order of cost.

    `pause` is called before the long part, and may end it by an error.
    """
    skip = {test.path for test in tests if test.path}
    first, others = _traced(tests, before)
    chosen = [*first, *others]
    traces = _watched(root, first, others, skip, seconds, 0.15 if before.hung else 1.0)
    suspicion = Suspicion(traces, before)
    sources: dict[str, SourceFile] = {}
    found_units = _units(root, suspicion, skip, sources)
    units = [unit for unit in found_units if options.may_change(unit.source.path)]
    found = suspects.foremost(_focused(suspects.ranked(suspicion, units), options.focus))
    ending = [test for test in chosen if test.id not in set(before.hung)]
    bench = Bench(root, tests, before, [s.unit for s in found])
    foreign = _foreign(bench, before, traces, {test.id for test in ending})
    bench.nearest({test.id for test in others if _runs(traces.lines.get(test.id, {}), found)})
    words = mined(root, sorted(skip), set(before.failed), [s.unit for s in found])
    places = types_seen(bench.units, ending, lambda: prepare_worker(bench), _TYPES_SECONDS)
    known = {s.unit: knowledge(s.unit, traces, words, places) for s in found}
    pause()
    acquaint(known, list(sources.values())[:MOST_LENDERS])
    told = (found, suspicion, known)
    with _untracked():
        edits = [*singles(*told), *slots.candidates(root, *told)]
        edits += [*shared_defaults.candidates(*told), *signatures.candidates(units)]
        edits = [c for c in edits if all(options.may_change(edit.path) for edit in c.edits)]
        edits = sorted(edits, key=lambda c: c.order)[:MOST]
    bench.turns = traces.turns
    bench.ran = places_run(bench.units, lambda path, line: suspicion.covered(path, line, line))
    scene = Scene(
        bench, found, known, traces, sources, edits, foreign, units, skip, words, suspicion
    )
    if len(edits) <= _FIRST or edits[_FIRST].bits > CHEAP:
        scene.complete()
    return scene


def _foreign(bench: Bench, before: Baseline, traces: Traces, ending: set[str]) -> list[str]:
    """Name the failing tests that run nothing of the project, and leave them out of the bench."""
    seen = ending & traces.lines.keys()
    found = [name for name in before.failed if name in seen and not traces.lines[name]]
    if len(found) < len(before.failed):
        bench.ignore(set(found))
    return found


def _watched(
    root: Path,
    first: list[Test],
    others: list[Test],
    skip: set[str],
    seconds: float,
    limit: float,
) -> Traces:
    """Trace failing tests, then passing ones, which get less of the time."""
    traces = trace.record(root, first, skip, min(seconds * 0.3, _TRACE_SECONDS), limit)
    return trace.record(root, others, skip, min(seconds * 0.1, _PASSING_SECONDS), limit, traces)


@contextmanager
def _untracked() -> Iterator[None]:
    """Do without the collector while tens of thousands of tuples are made, none in a circle."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _traced(tests: list[Test], before: Baseline) -> tuple[list[Test], list[Test]]:
    """Choose failing tests, and passing ones: quick ones first that stand beside failing ones."""
    hung = set(before.hung)
    chosen = [t for t in tests if t.id in before.failed and t.id not in hung][:_FAILING]
    chosen += [t for t in tests if t.id in hung][: 1 if chosen else 3]
    beside = {test.path for test in chosen}
    passing = [test for test in tests if test.id in before.passed]

    def place(test: Test) -> tuple[bool, bool, bool]:
        seconds = before.history.get(test.id, 0.0)
        return seconds > _QUICK, test.path not in beside, seconds > _QUICK / 10

    return chosen, sorted(passing, key=place)[:_PASSING]


def _runs(lines: dict[str, set[int]], found: list[Suspect]) -> bool:
    """Say whether a test runs any suspect."""
    for node, path in ((suspect.unit.node, suspect.unit.source.path) for suspect in found):
        body = range(node.body[0].lineno, (node.end_lineno or node.lineno) + 1)
        if not lines.get(path, set()).isdisjoint(body):
            return True
    return False


def _focused(found: list[Suspect], focus: list[str]) -> list[Suspect]:
    """Put suspects first that the user's words name."""
    words = {word.strip("`'\".,:;()") for text in focus for word in text.split()}

    def named(suspect: Suspect) -> bool:
        unit = suspect.unit
        names = {unit.name, unit.node.name, unit.source.path, unit.source.path.split("/")[-1]}
        return bool(names & words)

    return sorted(found, key=lambda suspect: not named(suspect)) if words else found


def _units(
    root: Path, suspicion: Suspicion, skip: set[str], sources: dict[str, SourceFile]
) -> list[Unit]:
    live = live_functions(root)
    found: list[Unit] = []
    for path in sorted({path for path, _ in suspicion.hits}):
        if path in skip or is_test_path(path):
            continue
        try:
            sources[path] = SourceFile.read(root, path)
        except (OSError, SyntaxError, UnicodeDecodeError, LookupError):
            continue
        found.extend(unit for unit in units_of(sources[path], live) if unit.live)
    return found
