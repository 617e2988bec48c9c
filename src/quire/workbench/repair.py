"""The repair itself: baseline, scene, search, confirmation, and what is reported of them."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any, Callable

from . import baseline as baselines
from . import fresh, rank
from .apart import StagesApart
from .budget import Options
from .candidates import Candidate
from .confidence import sure
from .doubts import AcquittedError, Doubts
from .mend import Laid, Mending
from .outcome import Collection, Test
from .project import Project
from .report import Report
from .reproduce_kept import with_kept
from .scene import Scene, look_around
from .source import Edit, hunks, quote_change, splice
from .stages import Stages
from .survivor import Survivor
from .suspects import as_lines
from .trial import PARTIAL

MOST_CONFIRMED = 4
_MENDING = 0.7  # of the time, for files that do not load
_DOUBTING = 0.3  # of the time left, for tests that are slow, once one of them has passed


class Repair:
    """One repair of one project, run inside the process that has collected its tests.

    `laid` is what made its files load. `onward` is set where that is found out first: the repair
    goes on in a process that loads these files.
    """

    def __init__(
        self, project: Project, options: Options, report: Report, laid: Laid | None = None
    ) -> None:
        self.project = project
        self.laid = laid
        self.onward: Laid | None = None
        self.options = options
        self.report = report
        self.deadline = report.begin + options.seconds
        self.tried = 0
        self.rate = 0
        self.aside: list[str] = []  # failing tests that the order does not name

    def run(self, collection: Collection) -> None:
        """Do everything; the last finding is `done`."""
        tests = collection.tests
        self.report.progress("baseline", 0, 0, f"running {len(tests)} tests")
        before = baselines.measure(self.project.root, tests, self.left() * 0.5)
        for name, outcome in collection.errors:
            before.failed[name] = outcome
        if self.laid is None:
            self._report_baseline(before)
        if self.options.select:
            everything = list(before.failed)
            before.keep_failing(self.options.select)
            self.aside = [name for name in everything if name not in before.failed]
        if before.failed and self.laid is None and self._mended(before, collection):
            return
        doubts = Doubts(self.project.root, tests, before)
        begun = True
        while begun:
            try:
                self._attempt(tests, before, doubts)
                begun = False
            except AcquittedError:
                self._report_baseline(before)
        doubts.close()

    def _attempt(self, tests: list[Test], before: baselines.Baseline, doubts: Doubts) -> None:
        """Search with the failing tests that there are; AcquittedError if they become fewer."""
        if not before.failed:
            self._without_failure(before)
            return
        self.report.progress("localise", 0, 0, "recording what the tests run")
        tests, known = with_kept(self.project.root, tests, before, self.options.samples)

        def pause() -> None:
            doubts.raise_acquitted(self.left() * _DOUBTING)

        scene = look_around(self.project.root, tests, known, self.options, self.left(), pause)
        scene.laid = self.laid
        self.report.finding("suspects", suspects=as_lines(scene.suspects))
        if not scene.candidates:
            which = "of what may change" if self.options.changeable else "of the project"
            self._done("none", f"no function {which} runs in the failing tests")
            return
        self._search(scene, before, pause)

    def _without_failure(self, before: baselines.Baseline) -> None:
        """Say that nothing fails, where that was seen: tests that were not run may fail."""
        if before.left_out:
            reason = f"no test fails so far, but there was no time to run {before.left_out}"
            self._done("none", reason)
        else:
            self._done("clean", "no test fails")

    def _mended(self, before: baselines.Baseline, collection: Collection) -> bool:
        """Make files load again that do not; say whether nothing is left to do here."""
        mending = Mending(self.project, before, dict(collection.errors), self.report)
        mended = mending.run(self.left() * _MENDING)
        self.tried = mending.tried
        if mended is not None:
            self.report.finding("fix", tried=mending.tried, **mended)
            self._done("fixed", "the fix makes every test pass")
        self.onward = mending.laid if mended is None else None
        return mended is not None or self.onward is not None

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
            timed_out=before.left_out > 0,
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

    def _search(self, scene: Scene, before: baselines.Baseline, pause: Callable[[], None]) -> None:
        stages = StagesApart(scene, self.options, self.report, self.deadline)
        stages.confirm = lambda candidate: self._confirmed(candidate, scene, before)
        stages.pause = pause
        plausible = stages.run()
        self.tried = stages.tried
        self.rate = round(stages.tried / stages.seconds) if stages.seconds else 0
        taste = rank.Taste(self.options.seed, self.options.keep, self.tried)
        seconds = self.left() * 0.4
        survivors = rank.ordered(plausible, scene.bench, scene.traces, taste, seconds)
        taken = sure(survivors)
        for survivor in taken[:MOST_CONFIRMED]:
            if self._confirmed(survivor.candidate, scene, before):
                self._report_fix(survivor, scene, before)
                self._done("fixed", _success(scene))
                return
        self._report_unsure(survivors, scene)
        self._report_near(stages)
        names = ", ".join(suspect.unit.name for suspect in scene.suspects[:3])
        reason = f"no edit of {names} makes every test pass"
        if taken:
            reason = "edits passed in the search, but not in a fresh run of the whole suite"
        elif survivors:
            count = "1 edit passes" if len(survivors) == 1 else f"{len(survivors)} edits pass"
            reason = f"{count} the tests, but too little speaks for what passes"
        self._done("none", reason, f"suspects: {names}; {self.tried} edits tried")

    def _confirmed(self, candidate: Candidate, scene: Scene, before: baselines.Baseline) -> bool:
        """Run the whole suite with the change in a fresh process, as a user would."""
        self.report.progress("confirm", self.tried, 0, "the whole suite, in a fresh process")
        limit = min(self.left() - 0.3, 10 + 5 * before.seconds)
        result = fresh.run(self.project, limit, changed(candidate, scene))
        if result.timed_out or not result.passed:
            return False
        self.aside = [name for name in self.aside if name in result.passed]
        known = {*before.passed, *before.failed}
        missing = known - set(scene.foreign) - {*result.passed, *before.unstable}
        return _renamed(missing - {each["id"] for each in result.failed}, missing, result, known)

    def _report_fix(self, survivor: Survivor, scene: Scene, before: baselines.Baseline) -> None:
        candidate = survivor.candidate
        edits = described(candidate, scene)
        first = edits[len(scene.laid.texts) if scene.laid else 0]
        unit = candidate.units[0]
        words = "; ".join(edit.kind for edit in candidate.edits)
        words += f" (and {scene.laid.kind})" if scene.laid else ""
        self.report.finding(
            "fix",
            edits=edits,
            files=diffs(candidate, scene),
            fixes=[*(name for name in before.failed if name not in scene.foreign), *self.aside],
            description=f"{unit.name} in {first['path']}, line {first['line']}: {words}.",
            confidence=survivor.likelihood,
            unlike=survivor.unlike,
            tried=self.tried,
            per_second=self.rate,
            alternatives=[_shown(*rival, scene) for rival in survivor.rivals],
        )

    def _report_unsure(self, survivors: list[Survivor], scene: Scene) -> None:
        """Show what passes when nothing decides, and an input that tells it apart."""
        if survivors:
            shown = [(survivors[0], ""), *survivors[0].rivals]
            self.report.finding("undecided", candidates=[_shown(*each, scene) for each in shown])

    def _report_near(self, stages: Stages) -> None:
        scene = stages.scene
        near = [
            (verdict.broken, -bin(verdict.fixed).count("1"), index)
            for index, verdict in enumerate(stages.verdicts)
            if verdict.fixed and verdict.status == PARTIAL
        ]
        for _, fixes, index in sorted(near)[:5]:
            edit = described(scene.candidates[index], scene)[-1]
            self.report.finding(
                "near", edit=edit["kind"], path=edit["path"], line=edit["line"], fixes=-fixes,
                of=len(scene.bench.failing),
            )  # fmt: skip


def _renamed(gone: set[str], missing: set[str], result: fresh.Run, known: set[str]) -> bool:
    """Say whether all tests that did not pass are there under new names and pass.

    The names of tests hold their parameters, and these may hold the time of the day.
    """
    new = Counter(name.partition("[")[0] for name in result.passed if name not in known)
    old = Counter(name.partition("[")[0] for name in gone)
    return gone == missing and all(count <= new[name] for name, count in old.items())


def _success(scene: Scene) -> str:
    if not scene.foreign:
        return "the fix makes every test pass"
    return (
        f"the fix makes the tests pass, save {len(scene.foreign)} that run no code of the project"
    )


def changed(candidate: Candidate, scene: Scene) -> dict[str, bytes]:
    """Give the new contents of the files that a candidate changes."""
    found = scene.laid.contents(scene.bench.root) if scene.laid else {}
    for path, text in _texts(candidate, scene).items():
        found[path] = scene.sources[path].encode(text)
    return found


def _texts(candidate: Candidate, scene: Scene) -> dict[str, str]:
    """Give the new texts of the files that hold an edit of the candidate."""
    found: dict[str, str] = {}
    for path in dict.fromkeys(edit.path for edit in candidate.edits):
        spans = [span for edit in candidate.edits if edit.path == path for span in edit.spans]
        found[path] = splice(scene.sources[path].text, spans)
    return found


def diffs(candidate: Candidate, scene: Scene) -> list[dict[str, str]]:
    """Give the change of each file as V4A hunks."""
    laid = scene.laid.texts if scene.laid else {}
    old = {path: before for path, (before, _) in laid.items()}
    new = {path: after for path, (_, after) in laid.items()}
    for path, text in _texts(candidate, scene).items():
        old.setdefault(path, scene.sources[path].text)
        new[path] = text
    return [{"path": path, "diff": hunks(old[path], text)} for path, text in new.items()]


def _shown(survivor: Survivor, differs_on: str, scene: Scene) -> dict[str, object]:
    """Give a change as data, and the input on which it differs from the best one."""
    return {
        "edits": [told(edit) for edit in described(survivor.candidate, scene)],
        "files": diffs(survivor.candidate, scene),
        "differs_on": differs_on,
    }


def told(edit: dict[str, object]) -> str:
    """Give one edit in words."""
    return f"{edit['path']}:{edit['line']}: {edit['kind']}"


def described(candidate: Candidate, scene: Scene) -> list[dict[str, Any]]:
    """Give a candidate's edits as data: path, line, text before and after, words.

    Those of the same lines are told together.
    """
    found: list[dict[str, Any]] = scene.laid.edits() if scene.laid else []
    told: list[Edit] = []
    for edit in candidate.edits:
        same = [each for each in told if _share_lines(each, edit, scene)]
        told = [each for each in told if each not in same]
        spans = sorted(span for each in (*same, edit) for span in each.spans)
        kind = "; ".join(each.kind for each in (*same, edit))
        told.append(edit._replace(spans=tuple(spans), kind=kind))
    for edit in told:
        line, old, new = quote_change(scene.sources[edit.path], edit)
        found.append(
            {"path": edit.path, "line": line, "before": old, "after": new, "kind": edit.kind}
        )
    return found


def _share_lines(one: Edit, other: Edit, scene: Scene) -> bool:
    if one.path != other.path:
        return False
    quoted = (quote_change(scene.sources[one.path], each) for each in (one, other))
    lines = [set(range(line, line + old.count("\n") + 1)) for line, old, _ in quoted]
    return bool(lines[0] & lines[1])
