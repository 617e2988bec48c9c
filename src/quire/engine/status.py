"""The job of telling how the tests stand: they are run once, and nothing is changed."""

from __future__ import annotations

import re

from quire.engine import errands, unsteady
from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.errands import Errand
from quire.engine.findings import Refused, Tests, read_findings
from quire.engine.telling import clipped, counted

JOB = "status"
_SHOWN = 10
_TEST = re.compile(r"(?<![\w/.:])test_\w+(?![\w./])")


def recognise(conversation: Conversation) -> bool:
    """Tell whether the order only asks how the tests stand."""
    return conversation.order.kind == JOB


def advance(conversation: Conversation) -> Answer:
    """Run the tests once, and tell what passes and what fails."""
    errand = Errand(
        verb=unsteady.TESTS,
        seconds=unsteady.SECONDS,
        plan="The order asks how the tests stand. I run them and change nothing.",
        failed="Not run",
    )
    step = errands.run(conversation, errand)
    if isinstance(step, Answer):
        return step
    findings = read_findings(step.texts)
    run = findings.last(Tests)
    if run is not None:
        return errands.ended(JOB, _told(run, _named(conversation)), "answered")
    refused = findings.last(Refused)
    why = refused.words if refused else "the run gave no report"
    return errands.ended(JOB, f"The tests could not be run: {why}.", "refused")


def _named(conversation: Conversation) -> tuple[str, ...]:
    """Return the tests that the order asks about: paths, ids, names of test functions."""
    order = conversation.order
    return tuple(dict.fromkeys((*order.select, *_TEST.findall(order.text))))


def _is_of(test: str, named: tuple[str, ...]) -> bool:
    """Tell whether a test is one of those that are named; all are where none is."""
    parts = _parts(test.partition("[")[0])
    return not named or test in named or any(_holds(parts, _parts(name)) for name in named)


def _parts(name: str) -> list[str]:
    """Return the parts of a test's name, written as pytest does or as unittest."""
    return [part for part in re.split(r"[/.]|::", name.replace(".py", "")) if part]


def _holds(parts: list[str], some: list[str]) -> bool:
    return any(parts[at : at + len(some)] == some for at in range(len(parts)))


def _told(run: Tests, named: tuple[str, ...]) -> str:
    names = () if isinstance(run.passed, int) else run.passed
    passed = sum(_is_of(name, named) for name in names) if named else run.passing
    failed = [test for test in run.failed if _is_of(test.id, named)]
    about = f"Of {', '.join(named)}: " if named else ""
    if not passed and not failed and named:
        return f"{about}no test of that name ran. {_told(run, ())}"
    if not failed:
        passes = "passes" if passed == 1 else "pass"
        return f"{about}{counted(passed, 'test')} {passes}, none fails. Nothing was changed."
    rows = [
        f"- {test.id}" + (f": {clipped(test.error)}" if test.error else "")
        for test in failed[:_SHOWN]
    ]
    rest = [f"- and {len(failed) - _SHOWN} more"] if len(failed) > _SHOWN else []
    head = f"{about}{counted(len(failed), 'test')} of {passed + len(failed)} failed:"
    ask = 'Nothing was changed: "fix the tests" looks for a change, "why do they fail?" for a cause'
    return "\n".join((head, *rows, *rest, "", f"{ask}."))
