"""The edits that come into question once others are in place, as edits of the first text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from . import suspects, trace
from .baseline import Baseline
from .candidates import Candidate, acquaint, knowledge, singles
from .outcome import Outcome
from .pairs import joined
from .rebase import composed
from .scene import MOST_LENDERS, Scene
from .search import prepare_worker
from .source import Edit, SourceFile, splice
from .suspects import Suspicion
from .templates import plain_edits
from .trial import Bench, Verdict
from .types_seen import types_seen
from .units import Unit, units_of

MOST = 2_000
_FAILING, _PASSING = 16, 24  # tests that are traced
_LIMIT = 0.15  # seconds of work for one of them
_TYPES_SECONDS = 1.5


def further(scene: Scene, base: Candidate, seconds: float) -> list[Candidate]:
    """List what can follow the edits of `base`, cheapest first, each together with them.

    The tests are traced anew: behind an error that is gone lie lines that none of them had run.
    """
    after = _Edited(scene, base)
    if not after.units:
        return []
    found: list[Candidate] = []

    def look() -> Verdict:
        found.extend(after.candidates(seconds))
        return Verdict(0)

    scene.bench.swapped(base, look)
    return found


def admit(bench: Bench, units: tuple[Unit, ...]) -> None:
    """Let the bench know of functions that no failing test ran before."""
    for unit in units:
        if unit not in bench.units:
            bench.units.append(unit)
            bench.paths.add(unit.source.path)


class _Edited:
    """The project as it is with some edits: its sources and its functions."""

    def __init__(self, scene: Scene, base: Candidate) -> None:
        self.scene = scene
        self.base = base
        self.sources: dict[str, SourceFile] = {}
        for path in dict.fromkeys(edit.path for edit in base.edits):
            source = scene.sources.get(path)
            if source is None:
                return
            spans = [span for edit in base.edits if edit.path == path for span in edit.spans]
            self.sources[path] = SourceFile(path, source.encode(splice(source.text, spans)))
        self.first: dict[Unit, Unit] = {}  # a function now: the function as it was
        for path, source in self.sources.items():
            before = units_of(scene.sources[path], {})
            now = {unit.start: unit for unit in scene.units if unit.source.path == path}
            for old, new in zip(before, units_of(source, {})):
                if old.start in now:
                    unit = Unit(source, new.node, new.owners, now[old.start].live)
                    self.first[unit] = now[old.start]
        others = [unit for unit in scene.units if unit.source.path not in self.sources]
        self.units = [*self.first, *others]

    def candidates(self, seconds: float) -> Iterator[Candidate]:
        """Yield the further edits while the code of the base is live."""
        scene = self.scene
        tests = [*scene.bench.failing[:_FAILING], *scene.bench.passing[:_PASSING]]
        try:
            for unit in self.first:
                unit.swap(unit.placed())
            traces = trace.record(scene.bench.root, tests, scene.skip, seconds, _LIMIT)
            suspicion = Suspicion(traces, _outcomes(traces))
            found = suspects.foremost(suspects.ranked(suspicion, self.units))
            units = [suspect.unit for suspect in found]
            admit(scene.bench, tuple(self.first.get(unit, unit) for unit in units))
            prepare = partial(prepare_worker, scene.bench)
            ending = [test for test in tests if not _hung(traces, test.id)]
            places = types_seen(units, ending, prepare, _TYPES_SECONDS)
        finally:
            for unit in self.first:
                unit.restore()
        known = {unit: knowledge(unit, traces, scene.mined, places) for unit in units}
        acquaint(known, list(scene.sources.values())[:MOST_LENDERS])
        edits = singles(found, suspicion, known, plain_edits)
        edits.sort(key=lambda c: c.order)
        yield from self._whole(edits[:MOST])

    def _whole(self, edits: list[Candidate]) -> Iterator[Candidate]:
        """Yield each edit together with those of the base, in terms of the first text."""
        base = self.base
        for candidate in edits:
            unit = self.first.get(candidate.units[0], candidate.units[0])
            whole = self._composed(candidate.edits[0])
            if whole:
                units = tuple(dict.fromkeys((*base.units, unit)))
                bits = base.bits + candidate.bits
                yield Candidate(whole, units, bits, parts=base.parts + 1)
        for candidate in self.scene.outside:
            pair = joined(base, candidate, base.bits + candidate.bits)
            if pair is not None:
                yield pair

    def _composed(self, edit: Edit) -> tuple[Edit, ...] | None:
        own = [each for each in self.base.edits if each.path == edit.path]
        rest = tuple(each for each in self.base.edits if each.path != edit.path)
        if not own:
            return (*rest, edit)
        text = self.scene.sources[edit.path].text
        whole = composed(text, own, edit)
        return (*rest, *whole) if whole else None


def _outcomes(traces: trace.Traces) -> Baseline:
    """Give what the traced tests came to as a first run of them."""
    failed = {name: each for name, each in traces.failed.items() if name in traces.lines}
    passed = {name: Outcome("passed") for name in traces.lines if name not in failed}
    return Baseline(passed, failed)


def _hung(traces: trace.Traces, name: str) -> bool:
    outcome = traces.failed.get(name)
    return outcome is not None and outcome.error.startswith("TimeUp")
