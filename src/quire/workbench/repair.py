"""The repair itself: baseline, suspects, search, confirmation, and what is reported of them."""

from __future__ import annotations

import ast
import math
import os
import sys
import time
from dataclasses import dataclass, field, replace
from typing import Any

from . import baseline as baselines
from . import templates_statements as statements
from . import fresh, pairs, rank, slots, suspects, trace
from .candidates import MOST, Candidate, knowledge, singles
from .forks import Child, Send, last_message
from .literals import mined
from .outcome import Collection, Test
from .project import Project, is_test_path
from .report import Report
from .scope import Place
from .search import Search, prepare_worker
from .source import SourceFile, hunks, quote_change, splice
from .suspects import Suspect, Suspicion
from .trial import HUNG, PARTIAL, PLAUSIBLE, Bench, Limits, Verdict
from .types_seen import types_seen
from .units import Unit, live_functions, units_of


QUICK = Limits(fuel=20_000, cpu=0.03)
PATIENT = Limits(fuel=1_000_000, cpu=0.4, patience=10.0)
VERY_PATIENT = Limits(fuel=1_000_000_000, cpu=6.0, patience=50.0)


WAVES = ((0, 400), (400, 2_000), (2_000, 8_000), (8_000, 30_000), (30_000, 200_000))
MARGIN_BITS = 3.0  # searched beyond the first success
GUARDS_AFTER = 3  # waves of single edits before conditions are sought for early exits
MOST_WAYS = 16
MOST_COMBINED, COMBINED_WAVE = 120_000, 10_000
RESERVE = 2.0  # seconds kept for the confirmation


@dataclass
class Options:
    """What the user asked for."""

    seconds: float = 60.0
    edits: int = 2
    effort: str = "medium"
    seed: int = 0
    focus: list[str] = field(default_factory=list)
    select: list[str] = field(default_factory=list)
    workers: int = 2
    state: str = ""


class Repair:
    """One repair of one project, run inside the process that has collected its tests."""

    def __init__(self, project: Project, options: Options, report: Report) -> None:
        self.project = project
        self.root = project.root
        self.options = options
        self.report = report
        self.deadline = report.begin + options.seconds
        self.tried = 0
        self.search_seconds = 0.0
        self.sources: dict[str, SourceFile] = {}

    def run(self, collection: Collection) -> None:
        """Do everything; the last finding is `done`."""
        tests = collection.tests
        self.report.progress("baseline", 0, 0, f"running {len(tests)} tests")
        before = baselines.measure(self.root, tests, self.left() * 0.5)
        for name, outcome in collection.errors:
            before.failed[name] = outcome
        self._report_baseline(before)
        if not before.failed:
            self._done("clean", "no test fails")
            return
        self._repair(collection, before)

    def left(self) -> float:
        """Give the seconds that are left."""
        return self.deadline - time.monotonic()

    def _report_baseline(self, before: baselines.Baseline) -> None:
        failed = [{"id": n, "error": o.error, "where": o.where} for n, o in before.failed.items()]
        self.report.finding(
            "baseline",
            command=self.project.command,
            exit_code=1 if failed else 0,
            passed=list(before.passed),
            failed=failed,
            skipped=len(before.skipped),
            seconds=round(before.seconds, 3),
            timed_out=False,
            unstable=before.unstable,
        )

    def _done(self, outcome: str, reason: str, learned: str = "") -> None:
        self.report.finding(
            "done",
            outcome=outcome,
            reason=reason,
            learned=learned,
            tried=self.tried,
            seconds=round(self.report.seconds, 3),
            state="",
        )

    def _repair(self, collection: Collection, before: baselines.Baseline) -> None:
        bench, found, candidates = self._prepare(collection.tests, before)
        if not candidates:
            self._done("none", "no function of the project runs in the failing tests")
            return
        verdicts, plausible = self._single(bench, candidates)
        if not plausible and self.options.edits > 1:
            plausible = self._several(bench, candidates, verdicts)
        survivors = rank.ordered(plausible, bench, self.traces, self.options.seed, self.left() * 0.4)
        for survivor in survivors[:4]:
            if self._confirmed(survivor.candidate, before):
                self._report_fix(survivor, before)
                self._done("fixed", "the fix makes every test pass")
                return
        self._report_near(candidates, verdicts, bench)
        names = ", ".join(s.unit.name for s in found[:3])
        self._done("none", f"no edit of {names} makes every test pass")

    def _prepare(
        self, tests: list[Test], before: baselines.Baseline
    ) -> tuple[Bench, list[Suspect], list[Candidate]]:
        self.report.progress("localise", 0, 0, "recording what the tests run")
        skip = {test.path for test in tests if test.path}
        hung = set(before.hung)
        chosen = [t for t in tests if t.id in before.failed and t.id not in hung][:30]
        chosen += [t for t in tests if t.id in hung][: 1 if chosen else 3]
        chosen += [t for t in tests if t.id in before.passed][:150]
        traces = trace.record(self.root, chosen, skip, min(self.left() * 0.3, 20.0),
                              0.15 if before.hung else 1.0)
        self.traces = traces
        suspicion = Suspicion(traces, before)
        units = self._units(suspicion, skip)
        found = suspects.ranked(suspicion, units)[:12]
        self.report.finding("suspects", suspects=suspects.as_lines(found))
        literals = mined(self.root, sorted(skip), [s.unit for s in found])
        bench = Bench(self.root, tests, before, [s.unit for s in found])
        places = types_seen(bench.units, chosen, lambda: prepare_worker(bench), 5.0)
        self.suspects = found
        self.known = {s.unit: knowledge(s.unit, traces, literals, places) for s in found}
        edits = [*singles(found, suspicion, self.known),
                 *slots.candidates(self.root, found, suspicion, self.known)]  # fmt: skip
        return bench, found, sorted(edits, key=lambda c: c.order)[:MOST]

    def _units(self, suspicion: Suspicion, skip: set[str]) -> list[Unit]:
        live = live_functions(self.root)
        found: list[Unit] = []
        for path in sorted({path for path, _ in suspicion.hits}):
            if path in skip or is_test_path(path):
                continue
            try:
                self.sources[path] = SourceFile.read(self.root, path)
            except (OSError, SyntaxError, UnicodeDecodeError, LookupError):
                continue
            found.extend(unit for unit in units_of(self.sources[path], live) if unit.live)
        return found

    def _single(
        self, bench: Bench, candidates: list[Candidate]
    ) -> tuple[list[Verdict], list[Candidate]]:
        """Try single edits in waves; those that nearly passed but hung are tried again early."""
        verdicts: list[Verdict] = []
        plausible: list[Candidate] = []
        for number, (low, high) in enumerate(WAVES):
            wave = candidates[low:high]
            if number == GUARDS_AFTER and not plausible:
                plausible = self._guards(bench)
            if not wave or plausible or self.left() < RESERVE:
                break
            found, further = self._search(bench, wave, QUICK)
            if low + further > high:
                beyond = candidates[high : low + further]
                found += self._search(bench, beyond, QUICK, stop=False)[0]
            verdicts.extend(found)
            plausible = [candidates[low + i] for i, v in enumerate(found) if v.status == PLAUSIBLE]
            hung = [candidates[low + i] for i, v in enumerate(found) if v.status == HUNG and v.fixed]
            if not plausible:
                plausible = self._second_chance(bench, hung, (PATIENT, VERY_PATIENT))
        if not plausible:
            hung = [c for c, v in zip(candidates, verdicts) if v.status == HUNG and not v.fixed]
            plausible = self._second_chance(bench, hung, (PATIENT, VERY_PATIENT))
        return verdicts, plausible

    def _guards(self, bench: Bench) -> list[Candidate]:
        """Find where leaving early helps, then on which condition."""
        ways: list[tuple[Place, ast.stmt, str, float]] = []
        for suspect in self.suspects[:4]:
            place = Place(suspect.unit, self.known[suspect.unit])
            ways.extend((place, *way) for way in statements.exits(place))
        probes = [
            Candidate((statements.insert_before(p, node, action, action, bits),), (p.unit,), bits)
            for p, node, action, bits in ways
        ]
        verdicts, _ = self._search(bench, probes, QUICK, stop=False)
        helping = [
            (-bin(verdict.fixed).count("1"), bits, number)
            for number, (verdict, (_, _, _, bits)) in enumerate(zip(verdicts, ways))
            if verdict.fixed
        ]
        found: list[Candidate] = []
        for _, _, number in sorted(helping)[:MOST_WAYS]:
            place = ways[number][0]
            for edit in statements.guarded(*ways[number]):
                found.append(Candidate((edit,), (place.unit,), edit.bits))
        found.sort(key=lambda c: c.order)
        verdicts, _ = self._search(bench, found, QUICK)
        return [c for c, v in zip(found, verdicts) if v.status == PLAUSIBLE]

    def _several(
        self, bench: Bench, candidates: list[Candidate], verdicts: list[Verdict]
    ) -> list[Candidate]:
        """Try pairs, then triples built on the pairs that helped most."""
        failing = len(bench.failing)
        original = self._original(bench)
        gains = pairs.gains(verdicts, original, failing)
        gains += [0.0] * (len(candidates) - len(gains))
        bases = list(zip(candidates, gains))
        best = max(gains, default=0.0)
        partners = sorted((replace(c, bits=c.bits - min(won, 0.0)) for c, won in bases),
                          key=lambda c: c.order)  # fmt: skip
        for _ in range(self.options.edits - 1):
            combined = list(pairs.combined(bases, partners, MOST_COMBINED))
            bases = []
            for low in range(0, len(combined), COMBINED_WAVE):
                wave = combined[low : low + COMBINED_WAVE]
                if self.left() < RESERVE + 1:
                    return []
                found, _ = self._search(bench, wave, QUICK)
                plausible = [c for c, v in zip(wave, found) if v.status == PLAUSIBLE]
                if plausible:
                    return plausible
                won = zip(wave, pairs.gains(found, original, failing))
                bases.extend((c, gained) for c, gained in won if gained > best)
            best = max((gained for _, gained in bases), default=best)
        return []

    def _original(self, bench: Bench) -> Verdict:
        """Judge the code as it is, in a child."""

        def work(send: Send) -> None:
            prepare_worker(bench)
            send(bench.judge_original(PATIENT))

        found = last_message(work, 10.0)
        return found if isinstance(found, Verdict) else Verdict(HUNG)

    def _second_chance(
        self, bench: Bench, slow: list[Candidate], chances: tuple[Limits, ...]
    ) -> list[Candidate]:
        """Give those that took too long more time: a fix may be slow where the fault was fast."""
        for limits in chances:
            if not slow or self.left() < RESERVE:
                break
            again, _ = self._search(bench, slow, limits)
            plausible = [slow[i] for i, v in enumerate(again) if v.status == PLAUSIBLE]
            if plausible:
                return plausible
            slow = [slow[i] for i, v in enumerate(again) if v.status == HUNG]
        return []

    def _search(
        self, bench: Bench, candidates: list[Candidate], limits: Limits, stop: bool = True
    ) -> tuple[list[Verdict], int]:
        """Try candidates; give verdicts, and the index up to which a success asks to go on."""
        begin = time.monotonic()
        margins: dict[int, int] = {}
        search = Search(bench, candidates, self.options.workers)

        def margin(first: int) -> int:
            if not stop:
                return len(candidates)
            if first not in margins:
                smells = rank.smells(candidates[first])
                limit = candidates[first].bits + smells + MARGIN_BITS
                margins[first] = first + bench.margin()
                if candidates[-1].bits > limit:
                    inside = next(i for i, c in enumerate(candidates) if c.bits > limit)
                    margins[first] = min(margins[first], inside)
            return margins[first]

        def progress(tried: int) -> None:
            seconds = time.monotonic() - begin
            detail = f"{tried} of {len(candidates)} edits tried"
            self.report.progress("search", tried, seconds, detail)

        verdicts = search.run(limits, self.deadline - RESERVE, margin, progress)
        self.tried += search.tried
        self.search_seconds += time.monotonic() - begin
        return verdicts, 0 if search.first is None else margin(search.first)

    def changed(self, candidate: Candidate) -> dict[str, bytes]:
        """Give the new contents of the files that a candidate changes."""
        found: dict[str, bytes] = {}
        for path in dict.fromkeys(edit.path for edit in candidate.edits):
            spans = [span for edit in candidate.edits if edit.path == path for span in edit.spans]
            source = self.sources[path]
            found[path] = source.encode(splice(source.text, spans))
        return found

    def _confirmed(self, candidate: Candidate, before: baselines.Baseline) -> bool:
        self.report.progress("confirm", self.tried, self.search_seconds, "the suite, afresh")
        limit = min(self.left() - 0.5, 10 + 5 * before.seconds)
        result = fresh.run(self.project, limit, self.changed(candidate))
        passed = set(result.passed)
        return result.green and all(name in passed for name in (*before.passed, *before.failed))

    def _report_fix(self, survivor: rank.Survivor, before: baselines.Baseline) -> None:
        candidate = survivor.candidate
        edits: list[dict[str, Any]] = []
        for edit in candidate.edits:
            line, old, new = quote_change(self.sources[edit.path], edit)
            edits.append({"path": edit.path, "line": line, "before": old, "after": new,
                          "kind": edit.kind})  # fmt: skip
        rate = round(self.tried / self.search_seconds) if self.search_seconds else 0
        first = edits[0]
        unit = candidate.units[0]
        self.report.finding(
            "fix",
            edits=edits,
            files=self.files(candidate),
            fixes=list(before.failed),
            description=f"{unit.name} in {first['path']}, line {first['line']}: {first['kind']}.",
            confidence=survivor.confidence,
            tried=self.tried,
            per_second=rate,
            alternatives=[
                {"edits": [e.kind for e in rival.candidate.edits],
                 "files": self.files(rival.candidate), "differs_on": words}
                for rival, words in survivor.rivals
            ],  # fmt: skip
        )

    def files(self, candidate: Candidate) -> list[dict[str, str]]:
        """Give the change of each file as V4A hunks."""
        found: list[dict[str, str]] = []
        for path in dict.fromkeys(edit.path for edit in candidate.edits):
            spans = [span for edit in candidate.edits if edit.path == path for span in edit.spans]
            text = self.sources[path].text
            found.append({"path": path, "diff": hunks(text, splice(text, spans))})
        return found

    def _report_near(
        self, candidates: list[Candidate], verdicts: list[Verdict], bench: Bench
    ) -> None:
        near = [
            (verdict.broken, -bin(verdict.fixed).count("1"), index)
            for index, verdict in enumerate(verdicts)
            if verdict.fixed and verdict.status in (PARTIAL, PLAUSIBLE)
        ]
        for _, fixes, index in sorted(near)[:5]:
            edit = candidates[index].edits[0]
            line = self.sources[edit.path].line_of(edit.spans[0].start)
            self.report.finding("near", edit=edit.kind, path=edit.path, line=line, fixes=-fixes,
                                of=len(bench.failing))  # fmt: skip


def repair(project: Project, options: Options, report: Report) -> int:
    """Repair a project in a forked child and report; return the exit code.

    The child holds the collected tests. If it dies or never gets to work, that is reported.
    """
    words: list[str] = []
    finished = False
    for arguments in (project.arguments, [*project.arguments, "-o", "addopts="]):
        child = Child(lambda send: _work(replace(project, arguments=arguments), options, report, send))
        for message in child.messages(math.inf, report.begin + options.seconds + 1.0):
            finished = finished or message is True
            if isinstance(message, str):
                words.append(message)
        if finished or not words:
            break
    if not finished:
        reason = words[0] if words else "the search did not end in time"
        outcome = "refused" if words else "none"
        report.finding("done", outcome=outcome, reason=reason, learned="", tried=0,
                       seconds=round(report.seconds, 3), state="")  # fmt: skip
    return 0


def _work(project: Project, options: Options, report: Report, send: Send) -> None:
    """Collect the tests, repair, and say True, or say in words why that cannot be."""
    from . import pytest_runner, unittest_runner

    spoken = os.memfd_create("quire-workbench")
    for descriptor in (1, 2):
        os.dup2(spoken, descriptor)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    work = Repair(project, options, report)

    def use(collection: Collection) -> None:
        work.run(collection)
        send(True)
        os._exit(0)

    if project.runner == "pytest":
        code = pytest_runner.collect(project.root, project.arguments, use)
    else:
        code = unittest_runner.collect(project.root, project.start, use)
    sys.stdout.flush()
    sys.stderr.flush()
    said = os.pread(spoken, 4000, max(0, os.fstat(spoken).st_size - 4000)).decode("utf-8", "replace")
    lines = [line for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if "rror" in line] or lines[-1:]
    send(f"the tests could not be collected (code {code}): {' '.join(errors[:2])[:300]}")
