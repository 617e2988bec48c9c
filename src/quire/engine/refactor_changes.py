"""A planned set of changes: read from a report, written, judged by the tests, undone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterable
from typing import Literal

import msgspec
from msgspec import Struct

from quire.engine import program
from quire.engine.conversation import Conversation
from quire.engine.deeds import Deed, patched
from quire.engine.findings import Failure, Refused, Tests, read_findings, read_lines
from quire.engine.hunks import reversed_hunks
from quire.engine.refactor_program import asked
from quire.engine.refactor_replay import Step
from quire.protocol.items import Item

TEST_SECONDS = 540


class Line(Struct, frozen=True, tag_field="type", kw_only=True):
    """One line of the report of a plan."""


class Change(Line, frozen=True, kw_only=True, tag="change"):
    """One file: hunks for an update, the whole text for a file that comes or goes."""

    how: Literal["update", "create", "delete"]
    path: str
    diff: str = ""
    text: str = ""


class Mention(Struct, frozen=True, kw_only=True):
    """A place that speaks of the thing and was left alone."""

    path: str
    line: int
    text: str


class Plan(Line, frozen=True, kw_only=True, tag="plan"):
    """The end of a plan: how many changes it has, and what is to be said."""

    told: str
    changes: int
    places: int = 0
    notes: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    more: int = 0
    renamed: tuple[tuple[str, str], ...] = ()
    broken: tuple[str, ...] = ()


class Unable(Line, frozen=True, kw_only=True, tag="unable"):
    """What was asked for cannot be done: why, what it needs, and the places."""

    reason: str
    needs: str = ""
    places: tuple[str, ...] = ()


class Missing(Line, frozen=True, kw_only=True, tag="missing"):
    """No interpreter has the libraries."""


_READER = msgspec.json.Decoder(Change | Plan | Unable | Missing)


class Planned(Struct, frozen=True, kw_only=True):
    """A plan with its changes, or the line that says why there is none."""

    changes: tuple[Change, ...] = ()
    plan: Plan | None = None
    unable: Unable | None = None
    missing: bool = False

    @property
    def files(self) -> tuple[str, ...]:
        """Return the paths that change."""
        return tuple(change.path for change in self.changes)


def read_plan(texts: Iterable[str]) -> Planned:
    """Read a report; a plan whose changes did not all arrive counts as none."""
    found = read_lines(texts, _READER)
    changes = tuple(each for each in found if isinstance(each, Change))
    plan = next((each for each in found if isinstance(each, Plan)), None)
    return Planned(
        changes=changes,
        plan=plan if plan and plan.changes == len(changes) else None,
        unable=next((each for each in found if isinstance(each, Unable)), None),
        missing=any(isinstance(each, Missing) for each in found),
    )


def applied(
    conversation: Conversation, planned: Planned, thought: str
) -> Generator[Step, tuple[Deed, ...], str]:
    """Write the changes; return what the client says of the one that failed, the rest undone."""
    calls = tuple(call for change in planned.changes for call in _there(conversation, change))
    deeds = yield Step(thought=thought, calls=calls)
    failed = [patched(deed)[1] for deed in deeds if not patched(deed)[0]]
    if not failed:
        return ""
    done = [patched(deed)[0] for deed in deeds]
    written = [each for each, is_done in zip(planned.changes, done, strict=False) if is_done]
    yield from undone(conversation, written, "A part of the change failed; I undo the rest.")
    return " ".join(failed[0].split()) or "the client gave no reason"


def undone(
    conversation: Conversation, changes: Iterable[Change], thought: str
) -> Generator[Step, tuple[Deed, ...], bool]:
    """Take changes back, the newest first; return whether all are."""
    calls = tuple(call for each in reversed(tuple(changes)) for call in _back(conversation, each))
    if not calls:
        return True
    deeds = yield Step(thought=thought, calls=calls)
    return all(patched(deed)[0] for deed in deeds)


def _there(conversation: Conversation, change: Change) -> tuple[Item, ...]:
    hands = conversation.hands
    if change.how == "create":
        return hands.create(change.path, change.text)
    if change.how == "delete":
        return hands.remove(change.path)
    return hands.patch(change.path, change.diff)


def _back(conversation: Conversation, change: Change) -> tuple[Item, ...]:
    hands = conversation.hands
    if change.how == "create":
        return hands.remove(change.path)
    if change.how == "delete":
        return hands.create(change.path, change.text)
    return hands.patch(change.path, reversed_hunks(change.diff))


def tested(
    conversation: Conversation, thought: str
) -> Generator[Step, tuple[Deed, ...], Tests | str]:
    """Run the project's tests; return their result, or why there is none."""
    text = program.run(conversation.program, ("tests", "--seconds", str(TEST_SECONDS)))
    texts = yield from asked(conversation, text, thought, (TEST_SECONDS + 60) * 1000)
    findings = read_findings(texts)
    tests = findings.last(Tests)
    if tests is not None:
        return tests
    refused = findings.last(Refused)
    return refused.reason if refused else "the test run gave no result"


class Verified(Struct, frozen=True, kw_only=True):
    """Two test runs compared: what broke, and both in words."""

    broken: tuple[str, ...]
    told: str


def verified(before: Tests, after: Tests, renamed: Iterable[tuple[str, str]] = ()) -> Verified:
    """Compare the tests before and after: every name that passed must pass, by its new name too.

    Names of a test are compared by file, class and function, however the runner writes them.
    """
    pairs = tuple(renamed)
    passed = _names(after.passed)
    failed = {plain(test.id) for test in after.failed}
    known = {plain(test.id) for test in before.failed}
    broken = sorted(failed - known - {_as(name, pairs) for name in known})
    moved = Counter(_place(name) for name in known - failed - (_names(after.passed) or set()))
    broken = [name for name in broken if not _taken(moved, _place(name))]
    if passed is not None and (old := _names(before.passed)) is not None and not after.more:
        broken += _lost(old - {plain(n) for n in broken}, passed, failed, pairs)
    elif after.passing < before.passing:
        broken.append(f"{before.passing - after.passing} tests that passed")
    return Verified(
        broken=tuple(dict.fromkeys(broken)),
        told=f"{_told(before)} before, {_told(after)} after",
    )


def _lost(
    old: set[str], now: set[str], failed: set[str], pairs: tuple[tuple[str, str], ...]
) -> list[str]:
    """Return the tests that passed and are gone, those aside that pass in a class renamed."""
    missing = [name for name in sorted(old - failed) if name not in now]
    missing = [name for name in missing if _as(name, pairs) not in now]
    fresh = sorted(now - old)
    lost: list[str] = []
    for name in missing:
        same = next((each for each in fresh if _place(each) == _place(name)), None)
        if same is None:
            lost.append(name)
        else:
            fresh.remove(same)
    return lost


def _taken(left: Counter[tuple[str, str]], place: tuple[str, str]) -> bool:
    """Take one of a place, if any is left: a test that failed before, of another class now."""
    left[place] -= 1
    return left[place] >= 0


def _place(name: str) -> tuple[str, str]:
    """Return the file of a test and its function, the class between them left out."""
    head, bracket, values = name.partition("[")
    *folders, last = head.split(".")
    modules = [part for part in folders if not part[:1].isupper()]
    return (modules or [""])[-1], last + bracket + values


def plain(name: str) -> str:
    """Return the id of a test as dots, whether pytest or unittest wrote it."""
    path, separator, rest = name.partition("::")
    if not separator:
        return name
    return f"{path.removesuffix('.py').replace('/', '.')}.{rest.replace('::', '.')}"


def _as(name: str, pairs: Iterable[tuple[str, str]]) -> str:
    for old, new in pairs:
        name = re.sub(rf"(?<![^.]){re.escape(old)}(?![^.\[])", new, name)
    return name


def _names(passed: int | tuple[str, ...]) -> set[str] | None:
    return None if isinstance(passed, int) else {plain(name) for name in passed}


def _told(tests: Tests) -> str:
    failed: tuple[Failure, ...] = tests.failed
    return f"{tests.passing} passed" + (f", {len(failed)} failed" if failed else "")
