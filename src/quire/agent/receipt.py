"""The verdict on a finished task: a pure function of its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from quire.agent import attempts, ladder, projection
from quire.agent.declined import declines
from quire.agent.documented import is_documented
from quire.agent.endings import Ended
from quire.agent.unloaded import is_file, loaded
from quire.agent.wishes import wants_change, wants_repair
from quire.protocol import records
from quire.protocol.events import Event
from quire.protocol.records import Change, CommandRun, Receipt, TestsRun, Verdict

_NAMES = 3
_USED_UP = "The budget was used up"


class Evidence(Struct, frozen=True, kw_only=True):
    """What is known when a task ends.

    `changes` are what differs in the workspace from how it was found; `unfixed` is a run of the
    new tests on the other files as they were found, `shortfall` the verdict on failed attempts.
    `engine`: the model is the embedded one.
    """

    end: Ended
    prompt: str = ""
    changes: tuple[Change, ...] = ()
    before: TestsRun | None = None
    after: TestsRun | None = None
    repeat: TestsRun | None = None
    unfixed: TestsRun | None = None
    shortfall: tuple[Verdict, str] | None = None
    engine: bool = False


class Comparison(Struct, frozen=True, kw_only=True):
    """Two runs of the tests side by side, by name; `gone` passed and were not run again."""

    fixed: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    still_failing: tuple[str, ...] = ()
    new_failing: tuple[str, ...] = ()
    flaky: tuple[str, ...] = ()


def runnable(run: TestsRun | None) -> bool:
    """Tell whether a run of the tests took place and came to its end."""
    return run is not None and not run.problem


def compared(before: TestsRun, after: TestsRun, repeat: TestsRun | None) -> Comparison:
    """Compare the tests before and after, and the run after with its repetition.

    A test that failed counts as fixed only if it now passes: one that is gone or skipped does
    not, and one that fails under another class or runner fails as before. A file that could not
    be loaded is fixed when its tests pass. A test that passed and is
    now skipped or gone is `gone`, unless it passes in the same file under another class or runner.
    """
    passed = frozenset(after.passed) | loaded(before.failed, after)
    failed = frozenset(after.failed)
    known = {*before.passed, *before.failed}
    moved = {function_of(test) for test in before.failed if test not in passed | failed}
    return Comparison(
        fixed=tuple(test for test in before.failed if test in passed),
        broken=tuple(test for test in before.passed if test in failed),
        gone=_gone(before, after, passed | failed),
        still_failing=tuple(test for test in before.failed if test not in passed),
        new_failing=tuple(
            test for test in after.failed if test not in known and function_of(test) not in moved
        ),
        flaky=_differing(before, after, repeat) if repeat and runnable(repeat) else (),
    )


def _gone(before: TestsRun, after: TestsRun, known: frozenset[str]) -> tuple[str, ...]:
    """Return the tests that passed and did not run again, each moved one paired with a new one."""
    gone = [test for test in before.passed if test not in known]
    fresh = {test for test in after.passed if test not in {*before.passed, *before.failed}}
    moved = Counter(function_of(test) for test in fresh) if gone else Counter()
    left: list[str] = []
    for test in gone:
        moved[function_of(test)] -= 1
        if moved[function_of(test)] < 0:
            left.append(test)
    return tuple(left)


def function_of(test: str) -> tuple[str, str]:
    """Return a test's file and function, without its class, as pytest and unittest write them."""
    path, separator, rest = test.partition("::")
    if separator:
        stem = path.removesuffix(".py").rpartition("/")[2]
        head, bracket, values = rest.partition("[")
        return stem, head.rpartition("::")[2] + bracket + values
    *folders, last = test.split(".")
    modules = [part for part in folders if not part[:1].isupper()]
    return (modules or [""])[-1], last


def _differing(before: TestsRun, after: TestsRun, repeat: TestsRun) -> tuple[str, ...]:
    """Return the tests that ended otherwise the second time, new ones only if they ran again."""
    once, again = _outcomes(after), _outcomes(repeat)
    known = {*before.passed, *before.failed}
    tests = {test for test in once if test in known or test in again}
    unloaded = loaded(before.failed, after) - loaded(before.failed, repeat)
    return tuple(sorted({test for test in tests if once[test] != again.get(test)} | unloaded))


def _outcomes(run: TestsRun) -> dict[str, bool]:
    return {**dict.fromkeys(run.passed, True), **dict.fromkeys(run.failed, False)}


def may_be_fixed(before: TestsRun | None, after: TestsRun | None) -> bool:
    """Tell whether two runs show a repair, so that it is worth to repeat the second one."""
    if before is None or after is None or not runnable(before) or not runnable(after):
        return False
    seen = compared(before, after, None)
    whole = not (seen.broken or seen.gone or seen.still_failing or seen.new_failing)
    return bool(seen.fixed) and whole and after.exit_code == 0


def needs_proof(before: TestsRun | None, changed: bool) -> bool:
    """Tell whether the tests must be run after the work: only a change can have an effect.

    Where no test could be started before, the work may have brought the first ones.
    """
    return changed and before is not None and (runnable(before) or not before.command)


def added(before: TestsRun | None, after: TestsRun | None) -> tuple[str, ...]:
    """Return the new tests that pass, where no test fails and none was lost."""
    if before is None or after is None or not runnable(after) or after.exit_code != 0:
        return ()
    seen = compared(before, after, None)
    if seen.broken or seen.gone or seen.still_failing or seen.new_failing:
        return ()
    return tuple(test for test in after.passed if test not in {*before.passed, *before.failed})


def shown(evidence: Evidence) -> tuple[str, ...]:
    """Return the new tests that fail without the change, pass with it, and pass again."""
    unfixed, repeat = evidence.unfixed, evidence.repeat
    if unfixed is None or repeat is None or not runnable(unfixed) or not runnable(repeat):
        return ()
    both = set(unfixed.failed) & set(repeat.passed)
    return tuple(test for test in added(evidence.before, evidence.after) if test in both)


def unfixed_files(changes: Iterable[Change], tests: Iterable[str]) -> tuple[str, ...]:
    """Return the changed files that `tests` must fail without: those that were there before.

    New files stay, so that a test does not fail only because something that it reads is missing.
    """
    changes, names = tuple(changes), tuple(tests)
    return tuple(
        change.path
        for change in changes
        if change.kind != "add" and not _decides(change.path, names)
    )


def judged(evidence: Evidence) -> tuple[Verdict, str]:
    """Return the verdict and a plain sentence for it, and one for the limit that was hit."""
    verdict, summary = _judged(evidence)
    limit = evidence.end.words if evidence.end.how == "limit" else ""
    if limit and _USED_UP in summary:
        return verdict, summary.replace(_USED_UP, limit.rstrip("."))
    return verdict, f"{summary} {limit}".rstrip()


def _judged(evidence: Evidence) -> tuple[Verdict, str]:
    """Judge by the first rule that applies."""
    if evidence.end.how == "failed":
        return "failed", _sentence(evidence.end.words) or "The model gave no answer."
    if evidence.end.how == "stopped":
        kept = " The changes so far are kept." if evidence.changes else ""
        return "stopped", f"Stopped before the end.{kept}"
    if evidence.end.how == "refused":
        return "refused", _sentence(evidence.end.words) or "The model declined the task."
    if evidence.shortfall is not None:
        return evidence.shortfall
    if not evidence.changes:
        return _unchanged(evidence)
    before, after = evidence.before, evidence.after
    if before is None or after is None or not runnable(after):
        return _unproven(evidence)
    seen = compared(before, after, evidence.repeat)
    if not runnable(before) and not shown(evidence):
        return _first(before, after, seen)
    if wants_repair(evidence.prompt):
        return _repair(evidence, seen)
    return _change(evidence, seen)


def _unchanged(evidence: Evidence) -> tuple[Verdict, str]:
    before = evidence.before
    failing = before.failed if before else ()
    if wants_repair(evidence.prompt):
        if failing:
            return "not_fixed", f"Nothing was changed. Still failing: {_listed(failing)}."
        if before is not None and before.problem:
            return "not_fixed", (
                f"Nothing was changed, and the tests could not be run: {before.problem}."
            )
    if evidence.end.how == "limit":
        return "stopped", f"{_USED_UP} before there was an answer."
    if wants_change(evidence.prompt) and declines(evidence.end.words, engine=evidence.engine):
        return "refused", _sentence(evidence.end.words)
    return "answered", "Nothing was changed; there was nothing to prove."


def _unproven(evidence: Evidence) -> tuple[Verdict, str]:
    runs = (evidence.before, evidence.after)
    problem = next((run.problem for run in runs if run is not None and run.problem), "")
    why = f": {problem}" if problem else ""
    if evidence.end.how == "limit":
        return "stopped", f"{_USED_UP}, and no tests could be run{why}."
    return "unverified", f"The change is not proven: no tests could be run{why}."


def _first(before: TestsRun, after: TestsRun, seen: Comparison) -> tuple[Verdict, str]:
    """Judge by the first tests that could be run at all: nothing is known of before."""
    why = f"Before the work no tests could be run: {before.problem.partition('. ')[0]}."
    if before.command or not after.passed:
        return "unverified", f"The change is not proven. {why}"
    if seen.new_failing:
        return "unverified", f"New and failing: {_listed(seen.new_failing)}. {why}"
    return "done", f"{_counted(len(after.passed))} now. {why}"


def _repair(evidence: Evidence, seen: Comparison) -> tuple[Verdict, str]:
    if seen.fixed or seen.still_failing:
        return _repair_of_failing(evidence, seen)
    if seen.broken or seen.gone or seen.new_failing:
        return "not_fixed", _faults(seen)
    if shown(evidence):
        return _repair_of_shown(seen, len(shown(evidence)))
    if evidence.end.how == "limit":
        return "stopped", f"{_USED_UP}; no test was failing and none broke."
    return "done", "No test was failing and none broke, so the repair itself is not proven."


def _repair_of_shown(seen: Comparison, number: int) -> tuple[Verdict, str]:
    if seen.flaky:
        return "not_fixed", f"A second run disagrees about {_listed(seen.flaky)}."
    new = "1 new test fails" if number == 1 else f"{number} new tests fail"
    passes = "passes" if number == 1 else "pass"
    return "fixed", (
        f"{new} without the change and {passes} with it, none broke, and a second run agrees."
    )


def _repair_of_failing(evidence: Evidence, seen: Comparison) -> tuple[Verdict, str]:
    if not may_be_fixed(evidence.before, evidence.after):
        return "not_fixed", _faults(seen)
    if not runnable(evidence.repeat):
        return "not_fixed", "The failing tests passed once, but the second run did not finish."
    edited = edited_tests(evidence.changes, seen.fixed)
    if seen.flaky and edited:
        return "not_fixed", f"With the test files as they were found: {_listed(seen.flaky)} fails."
    if seen.flaky:
        return "not_fixed", f"A second run disagrees about {_listed(seen.flaky)}."
    number = len(seen.fixed)
    proof = _counted(number, "failing ")
    how = ", with the test files as they were found" if edited else ""
    return "fixed", f"{proof} now, none broke, and a second run agrees{how}."


def _change(evidence: Evidence, seen: Comparison) -> tuple[Verdict, str]:
    if seen.broken:
        return "not_fixed", _faults(seen)
    if seen.fixed and may_be_fixed(evidence.before, evidence.after):
        return _repair_of_failing(evidence, seen)
    if seen.gone or seen.new_failing:
        return "unverified", _faults(seen)
    if evidence.end.how == "limit":
        return "stopped", f"{_USED_UP}; no test broke."
    if seen.still_failing:
        return "done", f"No test broke. Failing as before: {_listed(seen.still_failing)}."
    return "done", "Every test passes, as before."


def _faults(seen: Comparison) -> str:
    faults = {
        "Broken": seen.broken,
        "Passed before, not run again": seen.gone,
        "Still failing": seen.still_failing,
        "New and failing": seen.new_failing,
    }
    told = [f"{name}: {_listed(tests)}." for name, tests in faults.items() if tests]
    return " ".join(told) or "Every test passes, but the test run itself ended with an error."


def edited_tests(changes: Iterable[Change], tests: Iterable[str]) -> tuple[str, ...]:
    """Return the changed files that decide how some of the tests end: their own, and conftest."""
    names = tuple(tests)
    return tuple(change.path for change in changes if _decides(change.path, names))


def _decides(path: str, tests: Sequence[str]) -> bool:
    if path.rpartition("/")[2] == "conftest.py":
        return True
    dotted = path.removesuffix(".py").replace("/", ".")
    inside = (f"{path}::", f"{dotted}.")
    own = (test for test in tests if not is_documented(test, path))
    return any(test.startswith(inside) or is_file(test, path) for test in own)


def _counted(number: int, kind: str = "") -> str:
    return f"1 {kind}test passes" if number == 1 else f"{number} {kind}tests pass"


def _listed(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return ", ".join(names[:_NAMES]) + more


def _sentence(words: str) -> str:
    return " ".join(words.split())


def receipt(
    evidence: Evidence, turn: Iterable[Event], *, restored: bool, seconds: float
) -> Receipt:
    """Return the receipt of a task from its evidence and its turn's log."""
    turn = tuple(turn)
    verdict, summary = judged(evidence)
    before = evidence.before or TestsRun(when="before")
    after = evidence.after
    seen = compared(before, after, evidence.repeat) if after and runnable(after) else None
    return Receipt(
        verdict=verdict,
        summary=summary,
        fixed=(*seen.fixed, *shown(evidence)) if seen and verdict in ("fixed", "done") else (),
        broken=(*seen.broken, *seen.gone) if seen else (),
        still_failing=_failing(before, seen),
        passed_before=len(before.passed),
        passed_after=len(after.passed) if after else len(before.passed),
        commands=commands(turn),
        files=evidence.changes,
        restored=restored,
        seconds=round(seconds, 3),
        usage=projection.usage(turn),
        rungs=ladder.runs(turn, verdict, seconds),
        attempts=attempts.runs(turn),
    )


def _failing(before: TestsRun, seen: Comparison | None) -> tuple[str, ...]:
    return (*seen.still_failing, *seen.new_failing) if seen else before.failed


def commands(turn: Iterable[Event]) -> tuple[CommandRun, ...]:
    """Return the commands of a turn with their exit codes; None where one did not end."""
    runs: dict[tuple[str, int], CommandRun] = {}
    for event in turn:
        if isinstance(event, records.CommandStarted):
            runs[event.call_id, event.index] = CommandRun(event.command, None)
        elif isinstance(event, records.CommandEnded):
            runs[event.call_id, event.index] = CommandRun(event.command, event.exit_code)
    return tuple(runs.values())


def tests_of(turn: Iterable[Event]) -> dict[str, TestsRun]:
    """Return the runs of the tests in a turn's log, the last one of each kind."""
    return {event.when: event for event in turn if isinstance(event, TestsRun)}


# Verdict → exit code of the process (architecture: 0 done, 1 not achieved, 4 upstream).
EXIT_CODES: dict[Verdict, int] = {
    "fixed": 0,
    "done": 0,
    "answered": 0,
    "unverified": 0,
    "refused": 1,
    "not_fixed": 1,
    "failed": 4,
    "stopped": 1,
}
