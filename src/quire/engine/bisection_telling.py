"""What the engine says of the commit since which a test fails."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from quire.engine.findings import read_lines
from quire.engine.orders import is_test
from quire.engine.telling import clipped, counted

_SHOWN_TESTS = 5
_SHOWN_COMMITS = 8
# Outcomes that answer the question, be it with "none".
DEFINITE = ("first", "merge", "branch", "range", "uncommitted", "never", "limit", "passes")


class Commit(Struct, frozen=True, kw_only=True):
    """A commit as people know it."""

    short: str = ""
    author: str = ""
    date: str = ""
    subject: str = ""
    merge: bool = False

    @property
    def line(self) -> str:
        """Return hash, day, author and subject."""
        return f"{self.short} of {self.date} by {clipped(self.author)}: {clipped(self.subject)}"


class Bisected(Struct, frozen=True, tag_field="type", tag="bisected", kw_only=True):
    """What is known of some tests.

    `commit` is the first that fails, or the oldest that was seen to fail; `good` passes, `between`
    could not be judged. `laid` tells that the test of now was laid over older commits, `came` that
    the commit brought the test. `now` is the error of the working tree where it is of another
    kind than `error`, or "passes". `run` tells that the test runs the lines of `diff`.
    """

    outcome: str
    tests: tuple[str, ...] = ()
    commit: Commit | None = None
    good: Commit | None = None
    between: tuple[Commit, ...] = ()
    laid: bool = False
    came: bool = False
    error: str = ""
    where: str = ""
    now: str = ""
    diff: str = ""
    files: tuple[str, ...] = ()
    run: bool = False
    in_tests: bool = False
    more: int = 0

    @property
    def named(self) -> str:
        """Return the tests for people."""
        rest = len(self.tests) - _SHOWN_TESTS
        more = f" and {counted(rest, 'more test')}" if rest > 0 else ""
        return ", ".join(self.tests[:_SHOWN_TESTS]) + more

    @property
    def bad(self) -> Commit:
        """Return the commit, an empty one where there is none."""
        return self.commit or Commit()

    @property
    def before(self) -> Commit:
        """Return the one that passes, an empty one where there is none."""
        return self.good or Commit()

    def verb(self, one: str, many: str) -> str:
        """Return the form of a verb for as many tests as there are."""
        return one if len(self.tests) == 1 else many


class Over(Struct, frozen=True, tag_field="type", tag="done", kw_only=True):
    """The end: how many commits were run, of how many."""

    outcome: str = ""
    reason: str = ""
    learned: str = ""
    tried: int = 0
    of: int = 0
    seconds: float = 0.0


class Report(Struct, frozen=True, kw_only=True):
    """What the search reported."""

    found: tuple[Bisected, ...]
    over: Over


_READER = msgspec.json.Decoder(Bisected | Over)


def read_bisected(texts: Iterable[str]) -> Report:
    """Read the report of a search."""
    lines = read_lines(texts, _READER)
    over = next((line for line in lines if isinstance(line, Over)), Over())
    return Report(found=tuple(line for line in lines if isinstance(line, Bisected)), over=over)


def told(report: Report) -> str:
    """Return the answer: for each commit the tests that it broke, evidence, what to do next."""
    over = report.over
    parts = [part for each in report.found for part in _about(each)]
    ran = (
        f" {counted(over.tried, 'commit')} of {over.of} {'was' if over.tried == 1 else 'were'} run."
    )
    parts.append(f"Nothing was changed.{ran if over.tried else ''}")
    return "\n\n".join(parts)


def _about(each: Bisected) -> list[str]:
    words = _OUTCOMES[each.outcome](each) if each.outcome in _OUTCOMES else each.outcome
    parts = [words]
    if each.error:
        place = f" ({each.where})" if each.where and each.where not in each.error else ""
        parts.append(f"There it fails with: {clipped(each.error)}{place}")
    if each.now == "passes":
        parts.append(
            f"With what is not committed {each.verb('it passes', 'they pass')} now: "
            "the last commit is what fails."
        )
    elif each.now:
        parts.append(
            f"Now it fails otherwise: {clipped(each.now)}. More than one change may matter."
        )
    if each.laid and each.outcome != "never":
        parts.append(
            "The file of the test is newer than that: I laid it over older commits as it is now."
        )
    return [*parts, *_change(each), *_next(each)]


def _change(each: Bisected) -> list[str]:
    if not each.files:
        return []
    names = ", ".join(each.files[:_SHOWN_TESTS])
    rest = f" and {len(each.files) - _SHOWN_TESTS} more" if len(each.files) > _SHOWN_TESTS else ""
    whole = "git diff HEAD" if each.outcome == "uncommitted" else f"git show {each.bad.short}"
    more = f"\n(and {counted(each.more, 'more line')}: {whole})" if each.more else ""
    if not each.diff:
        return [f"It changes {names}{rest}, of which I can show no lines: `{whole}`."]
    if each.run:
        return [f"What it changes of the lines that the test runs:\n\n{each.diff}{more}"]
    return [
        f"The test runs none of its lines by itself. It changes {names}{rest}:\n\n{each.diff}{more}"
    ]


def _next(each: Bisected) -> list[str]:
    if each.outcome not in ("first", "merge", "branch"):
        return []
    of_tests = each.in_tests and all(is_test(path) for path in each.files)
    hint = "It changes nothing but tests: see first which side is right. " if of_tests else ""
    back = f"git revert {'-m 1 ' if each.bad.merge else ''}{each.bad.short}"
    mend = (
        ""
        if each.now == "passes"
        else '"fix the failing tests" looks for a change of the code as it is now; '
    )
    return [
        f"Next: {hint}{mend}`git show {each.bad.short}` shows the whole commit, `{back}` takes it "
        "back."
    ]


def _first(each: Bisected) -> str:
    before = f"{each.verb('It passes', 'They pass')} at the commit before, {each.before.line}."
    return (
        f"{each.bad.short} broke {each.named}.\n\n"
        f"commit  {each.bad.short}\nauthor  {clipped(each.bad.author)}\ndate    {each.bad.date}\n"
        f"subject {clipped(each.bad.subject)}\n\n"
        f"{before} Both were run three times."
    )


def _merge(each: Bisected) -> str:
    return (
        f"{_first(each)} It is a merge, and none of its sides fails alone: what they change does "
        "not go together."
    )


def _branch(each: Bisected) -> str:
    return (
        f"{_first(each)} It is a merge; the branch that it brings fails already where it left, "
        "so no commit of the branch is to blame alone."
    )


def _range(each: Bisected) -> str:
    return (
        f"One of {len(each.between) + 1} commits broke {each.named}, no run tells which: "
        f"{each.verb('the test is', 'the tests are')} not there or cannot be run at those between."
        f"\n\n{_listed((each.bad, *each.between))}\n\n"
        f"{each.verb('It passes', 'They pass')} at {each.before.line}."
    )


def _uncommitted(each: Bisected) -> str:
    return (
        f"What is not committed breaks {each.named}: {each.verb('it passes', 'they pass')} at the "
        f"last commit, {each.before.line}."
    )


def _never(each: Bisected) -> str:
    if not each.came:
        return (
            f"{each.named} never passed: {each.verb('it fails', 'they fail')} at the first commit "
            f"already, {each.bad.line}."
        )
    laid = " Laid over older commits, it passes at none of them either." if each.laid else ""
    return (
        f"{each.named} never passed as committed: {each.verb('it came', 'they came')} with "
        f"{each.bad.line}, and failed there already.{laid}"
    )


def _limit(each: Bisected) -> str:
    return (
        f"{each.named} {each.verb('fails', 'fail')} at the oldest commit that the order allows "
        f"already, {each.bad.line}. Leave the limit out, and I look further back."
    )


def _shallow(each: Bisected) -> str:
    return (
        f"Not found: {each.named} {each.verb('fails', 'fail')} at the oldest commit that is here, "
        f"{each.bad.line}, and this is a shallow clone. `git fetch --unshallow` brings the others."
    )


def _unsteady(each: Bisected) -> str:
    return (
        f"Not found: {each.named} ended otherwise when run again at the same commit, with nothing "
        "changed in between. Such a test proves no commit guilty: "
        '"is the test suite flaky?" shows how often it fails.'
    )


def _time(each: Bisected) -> str:
    shorter = f', and "since {each.good.short}" in the order the way' if each.good else ""
    if each.good is None:
        found = (
            f"{each.verb('It fails', 'They fail')} at {each.bad.line}, and no commit that passes "
            "was found."
        )
    elif not each.between:
        found = (
            f"One run each says that {each.bad.line} broke {each.verb('it', 'them')}, and there "
            "was no time to run both sides again."
        )
    else:
        found = (
            f"{each.verb('It passes', 'They pass')} at {each.before.line}, and "
            f"{each.verb('fails', 'fail')} at {each.bad.line}; "
            f"{counted(len(each.between), 'commit')} between are left."
        )
    return (
        f"Not found in the time that there was: {each.named}. {found} "
        "`--model quire/max` gives more time, the name of one test makes each run shorter"
        f"{shorter}."
    )


def _unjudged(each: Bisected) -> str:
    return (
        f"Not found: {each.named} cannot be judged at commits older than {each.bad.line}: in a "
        "copy of them it is not there or cannot be run."
    )


def _passes(each: Bisected) -> str:
    if not each.tests:
        return (
            "No test fails now, so no commit can be blamed. A fault that no test shows needs a "
            "test first: write one that fails, then ask again."
        )
    return (
        f"{each.named} {each.verb('passes', 'pass')} now, so no commit can be blamed. Where that "
        'changes from run to run: "is the test suite flaky?"'
    )


def _unknown(each: Bisected) -> str:
    return (
        f"Not looked for, as there was enough to tell: {each.named}. Name one to have it searched."
    )


def _listed(commits: tuple[Commit, ...]) -> str:
    rest = len(commits) - _SHOWN_COMMITS
    rows = [f"- {each.line}" for each in commits[:_SHOWN_COMMITS]]
    return "\n".join([*rows, *([f"- and {rest} more"] if rest > 0 else [])])


_OUTCOMES = {
    "first": _first,
    "merge": _merge,
    "branch": _branch,
    "range": _range,
    "uncommitted": _uncommitted,
    "never": _never,
    "limit": _limit,
    "shallow": _shallow,
    "unsteady": _unsteady,
    "time": _time,
    "unjudged": _unjudged,
    "passes": _passes,
    "unknown": _unknown,
}
