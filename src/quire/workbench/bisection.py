"""Find the commit since which tests fail, by runs in copies; the working tree stays as it is."""

from __future__ import annotations

import re
import signal
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from . import fresh
from .bisect_find import Finder, Line, Told
from .bisect_history import chain, commit, is_dirty, is_shallow, opened, since
from .bisect_lines import touched
from .bisect_search import ABSENT, BAD, GOOD
from .bisect_trial import (
    Judge,
    Target,
    TimeUp,
    Trial,
    Wanted,
    is_of,
    is_unloaded,
    loaded_name,
    state_of,
)
from .project import Refused, python_files
from .report import Report
from .review_diff import Unreviewable

_MOST_FOUND = 4  # commits that are looked for, where tests broke at different ones
_MOST_TESTS = 200
_SHORT = 8
_WORDS = {"good": "passes", "bad": "fails", "absent": "has no such test",
          "broken": "cannot be judged", "again": "runs once more"}  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """Which tests (ids, files, names; none for those that fail), and how far to look back."""

    select: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    since: str = ""
    last: int = 0
    seconds: float = 300.0


def bisect(root: Path, wish: Wish, report: Report) -> int:
    """Report what is known of each test, then the end; return 0."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no folder stays behind
    with tempfile.TemporaryDirectory(prefix="quire-bisect-") as folder:
        return _bisected(root, wish, report, Judge(root, Path(folder).resolve(), wish.seconds))


def _bisected(root: Path, wish: Wish, report: Report, judge: Judge) -> int:
    outcome, reason, needs = "ended", "", ""
    try:
        opened(root)
        line = _line(root, wish)
        wish = replace(wish, select=[_whole_path(root, each) for each in wish.select])
        for told in _joined(_Bisection(judge, wish, line, report).run()):
            report.whole("bisected", **told.as_fields())
    except (Unreviewable, Refused) as error:
        outcome, reason, needs = "refused", error.reason, error.needs
    except TimeUp:
        outcome = "refused"
        reason = f"{wish.seconds:.0f} seconds were not enough to run the tests as they are now"
        needs = "the name of one test, or more time"
    tried = len(judge.tried - {""})
    report.whole("done", outcome=outcome, reason=reason, learned=needs, tried=tried,
                 of=len(line.names) if outcome == "ended" else 0,
                 seconds=round(report.seconds, 3))  # fmt: skip
    return 0


def _line(root: Path, wish: Wish) -> Line:
    """Give the commits to search, the newest first."""
    shallow = is_shallow(root)
    if wish.last:
        names = chain(root, "HEAD")
        bounded = len(names) > wish.last
        return Line(names[: wish.last + 1], bounded, shallow)
    end = since(root, wish.since) if wish.since else ""
    names = chain(root, "HEAD", *([end] if end else []))
    if end and not names:
        raise Unreviewable(f"there is no commit after {wish.since!r}", "an older one")
    if end:
        names += commit(root, names[-1]).parents[:1]
    return Line(names, bool(end), shallow)


class _Bisection:
    """One search for all tests that an order is about."""

    def __init__(self, judge: Judge, wish: Wish, line: Line, report: Report) -> None:
        self._judge = judge
        self._wish = wish
        self._line = line
        self._report = report
        self._dirty = is_dirty(judge.root)
        self._now = Trial()

    def run(self) -> Iterator[Told]:
        """Yield what is known of each test, the commits that broke them searched one by one."""
        self._say("", "again")
        run = self._judge.now(Wanted(self._wish.select, self._wish.names))
        if run.timed_out:
            raise TimeUp
        targets = list(_failing(run, self._wish))[:_MOST_TESTS]
        if not targets:
            yield from self._passing(run)
            return
        for target in targets:
            state, error, where = state_of(target, run)
            self._now.states[target.id], self._now.errors[target.id] = state, (error, where)
        self._judge.targets = targets
        head = self._judge.at(self._line.names[0])
        yield from self._each(targets, head)

    def _each(self, targets: list[Target], head: Trial) -> Iterator[Told]:
        found: set[str] = set()
        for target in targets:
            if len(found) >= _MOST_FOUND:
                yield Told("unknown", [target.shown])
                continue
            told = self._one(target, head.states[target.id])
            now = self._now.errors.get(target.id, ("", ""))[0]
            told.now = now if _kind(now) != _kind(told.error) else ""
            found.add(f"{told.outcome} {told.commit.name if told.commit else ''}")
            yield told

    def _one(self, target: Target, at_head: str) -> Told:
        finder = Finder(self._judge, target, self._say)
        if at_head == BAD:
            told = finder.find(self._line)
            return self._laid(target, told) if told.outcome == "never" and told.came else told
        if self._dirty and at_head in (GOOD, ABSENT):
            return self._uncommitted(finder, at_head)
        outcome = "unsteady" if at_head == GOOD else "unjudged"
        return Told(outcome, [target.shown], commit(self._judge.root, self._line.names[0]))

    def _uncommitted(self, finder: Finder, at_head: str) -> Told:
        """Tell what is not committed from the test: laid over the last commit, it may fail too."""
        target, name = finder.target, self._line.names[0]
        above = self._over(target)
        if above is not None and above.state(name) == BAD:
            told = above.find(self._line)
            if told.good is not None or at_head == ABSENT:
                return told
        told = Told("uncommitted", [target.shown], good=commit(self._judge.root, name))
        told.error, told.where = self._now.errors[target.id]
        if at_head == GOOD and not (finder.agrees("", BAD) and finder.agrees(name, GOOD)):
            told.outcome = "unsteady"
            return told
        told.touched = touched(self._judge, "")
        return told

    def _laid(self, target: Target, told: Told) -> Told:
        """Look further back with the test of now where it never passed as it was committed."""
        above = self._over(target)
        place = self._line.names.index(told.commit.name) if told.commit else 0
        line = Line(self._line.names[place:], self._line.bounded, self._line.shallow)
        if above is None or above.state(line.names[0]) != BAD:
            return told
        further = above.find(line)
        told.laid = True
        return further if further.good is not None else told

    def _over(self, target: Target) -> Finder | None:
        """Give a finder that lays the test file of now over each commit; None without such."""
        path = _file(self._judge.root, target)
        if not path:
            return None
        judge = Judge(self._judge.root, self._judge.folder, self._judge.left)
        judge.targets, judge.limit, judge.tried = [target], self._judge.limit, self._judge.tried
        judge.copies = self._judge.copies
        judge.laid = {path: (judge.root / path).read_bytes()}
        return Finder(judge, target, self._say)

    def _passing(self, run: fresh.Run) -> Iterator[Told]:
        """Tell of tests that pass now; the last commit may fail where files differ from it."""
        wish = self._wish
        names = [each for each in run.passed if _is_wished(each, wish)]
        asked = [*wish.select, *wish.names]
        if asked and not names:
            raise Refused(
                f"no test that ran is called {' or '.join(asked)}",
                "the name of a test that is there now",
            )
        if not run.any:
            raise Refused("no test ran", "tests that fail now")
        self._judge.targets = [Target(each) for each in names[:_MOST_TESTS]]
        head = self._judge.at(self._line.names[0]) if self._dirty else Trial()
        bad = [each for each in self._judge.targets if head.states.get(each.id) == BAD]
        if not bad:
            yield Told("passes", names if asked else [])
            return
        self._judge.targets = bad
        for told in self._each(bad, head):
            told.now = "passes"
            yield told

    def _say(self, name: str, state: str) -> None:
        place = f"commit {name[:_SHORT]}" if name else "working tree"
        tried = len(self._judge.tried - {""})
        detail = f"{_WORDS.get(state, state)} · {tried} of {len(self._line.names)} commits tried"
        self._report.progress(place, 0, 0.0, detail)


def _whole_path(root: Path, name: str) -> str:
    """Give a test's name with the whole path of its file, where only one file can be meant."""
    path, mark, rest = name.partition("::")
    found = [each for each in python_files(root) if each == path or each.endswith(f"/{path}")]
    return f"{found[0]}{mark}{rest}" if len(found) == 1 else name


def _failing(run: fresh.Run, wish: Wish) -> Iterator[Target]:
    """Yield what fails now and is asked about."""
    if not run.any and run.exit_code not in (0, 5) and not run.timed_out:
        yield Target("")
        return
    for each in run.failed:
        if is_unloaded(each["id"]):
            if _is_wished(each["id"], wish) or wish.names:
                yield Target(loaded_name(each["id"]), whole=True)
        elif _is_wished(each["id"], wish):
            yield Target(each["id"])


def _is_wished(name: str, wish: Wish) -> bool:
    """Say whether an order asks about a test; it asks about all where it names none."""
    if not wish.select and not wish.names:
        return True
    last = re.split(r"::|\.", name.partition("[")[0])[-1]
    if last in wish.names or any(part in wish.names for part in re.split(r"[/.]|::", name)):
        return True
    return any(
        is_of(name, Target(each, whole="::" not in each)) or name == each.partition("::")[0]
        for each in wish.select
    )


def _file(root: Path, target: Target) -> str:
    """Give the file of a test, as a path below the root."""
    if target.path:
        return target.path if (root / target.path).is_file() else ""
    parts = target.id.split(".")
    for last in range(len(parts) - 1, 0, -1):
        path = "/".join(parts[:last]) + ".py"
        for place in (path, f"tests/{path}", f"test/{path}"):
            if (root / place).is_file():
                return place
    return ""


def _kind(error: str) -> str:
    """Give what kind of error a line tells: that of an assertion may change its numbers."""
    found = re.match(r"[\w.]*(Error|Exception|Warning)\b", error)
    return found[0] if found else "assert"


def _joined(tolds: Iterator[Told]) -> list[Told]:
    """Put tests together of which the same is known."""
    found: dict[tuple[str, str, str], Told] = {}
    for told in tolds:
        key = (
            told.outcome,
            told.commit.name if told.commit else "",
            told.good.name if told.good else "",
        )
        if key in found:
            found[key].tests.extend(told.tests)
        else:
            found[key] = told
    return list(found.values())
