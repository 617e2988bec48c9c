"""Tests that end otherwise from run to run: seen by running them again, told by name."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from quire.engine import errands, program
from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.deeds import Deed, ran, text_of
from quire.engine.findings import Findings, Tests, read_findings
from quire.engine.notes import Note
from quire.engine.talk import MODEL
from quire.engine.telling import counted

JOB = "flaky"
TESTS = "tests"
SECONDS = 300
# Fresh runs that decide whether a difference is one of chance.
RUNS = 3
_SHOWN = 8


class Seen(Struct, frozen=True, kw_only=True):
    """Several runs of the same tests: what failed in each, and how many passed at most."""

    failed: tuple[frozenset[str], ...] = ()
    passing: int = 0

    @property
    def unsteady(self) -> tuple[str, ...]:
        """Return the tests that failed in some runs only."""
        ever = frozenset[str]().union(*self.failed)
        return tuple(sorted(ever.difference(frozenset(ever).intersection(*self.failed))))


def seen(runs: Iterable[Tests]) -> Seen:
    """Return what some runs of the tests show."""
    known = tuple(runs)
    failed = tuple(frozenset(test.id for test in each.failed) for each in known)
    return Seen(failed=failed, passing=max((each.passing for each in known), default=0))


def runs_of(deeds: Iterable[Deed]) -> tuple[Tests, ...]:
    """Return the fresh runs of the tests among some deeds, those that told nothing left out."""
    texts = (tuple(result.text for result in ran(deed)) for deed in deeds if is_run(deed))
    found = (read_findings(text).last(Tests) for text in texts)
    return tuple(each for each in found if each is not None)


def is_run(deed: Deed) -> bool:
    """Tell whether a deed asked for a fresh run of the tests."""
    return program.is_run(text_of(deed.call), TESTS)


def once_more(conversation: Conversation, thought: str) -> Answer:
    """Ask for a fresh run of the tests."""
    command = program.run(conversation.program, (TESTS, "--seconds", str(SECONDS)))
    calls = conversation.hands.run((command,), SECONDS * 1000 + errands.MARGIN_MS)
    return Answer(thoughts=(thought,), calls=calls, note=Note(job=JOB, step="run"))


def checked(conversation: Conversation, findings: Findings, later: Iterable[Deed]) -> Answer | None:
    """Return the next fresh run, or that the suite is flaky; None where the runs agree.

    A search that ended without a failing test to work on is checked by one run, and by two more
    where that differs from what the search saw: in its own process a test may end otherwise for
    reasons that have nothing to do with chance.
    """
    baseline = findings.baseline
    doubtful = findings.done.outcome == "clean" or bool(baseline.unstable)
    if not doubtful or baseline.seconds > conversation.budget.seconds:
        return None
    asked = [deed for deed in later if is_run(deed)]
    runs = runs_of(asked)
    if len(runs) < len(asked):
        return None
    known = frozenset(test.id for test in baseline.failed)
    differs = bool(baseline.unstable) or any(each != known for each in seen(runs).failed)
    if not runs or (differs and len(runs) < RUNS):
        return once_more(conversation, "I run the tests once more, to see whether runs agree.")
    if seen(runs).unsteady:
        return errands.ended(JOB, told(seen(runs)), "refused")
    alone = tuple(sorted(seen(runs).failed[0] - known))
    return errands.ended(JOB, _alone(alone), "refused") if alone else None


def told(found: Seen) -> str:
    """Tell which tests are flaky, how often they failed, and what can be done."""
    unsteady = found.unsteady
    rows = [
        f"\n- {test} (failed in {sum(test in each for each in found.failed)} of "
        f"{len(found.failed)} runs)"
        for test in unsteady[:_SHOWN]
    ]
    rest = f"\n- and {len(unsteady) - _SHOWN} more" if len(unsteady) > _SHOWN else ""
    return (
        f"Not fixed. The test suite is flaky: {counted(len(unsteady), 'test')} ended otherwise "
        f"from run to run, with nothing changed in between.{''.join(rows)}{rest}\n\n"
        "Such a test proves no change. Look there for chance, the clock, the order of sets, and "
        f"files or processes that tests share. To find the cause, {MODEL}."
    )


def _alone(tests: tuple[str, ...]) -> str:
    verb = "fails" if len(tests) == 1 else "fail"
    return (
        f"Not fixed. {', '.join(tests[:_SHOWN])} {verb} in each fresh run of the tests, but not "
        f"in the process where I search, so I cannot work on it; {MODEL}."
    )
