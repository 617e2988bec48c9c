"""The job of telling how the tests stand: they are run once, and nothing is changed."""

from __future__ import annotations

from quire.engine import errands, unsteady
from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.errands import Errand
from quire.engine.findings import Refused, Tests, read_findings
from quire.engine.telling import clipped, counted

JOB = "status"
_SHOWN = 10


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
        return errands.ended(JOB, _told(run), "answered")
    refused = findings.last(Refused)
    why = f"{refused.reason}. {refused.needs}" if refused else "the run gave no report"
    return errands.ended(JOB, f"The tests could not be run: {why}.", "refused")


def _told(run: Tests) -> str:
    if not run.failed:
        return f"{counted(run.passing, 'test')} pass, none fails. Nothing was changed."
    rows = [
        f"- {test.id}" + (f": {clipped(test.error)}" if test.error else "")
        for test in run.failed[:_SHOWN]
    ]
    rest = [f"- and {len(run.failed) - _SHOWN} more"] if len(run.failed) > _SHOWN else []
    head = f"{counted(len(run.failed), 'test')} of {run.passing + len(run.failed)} failed:"
    ask = 'Nothing was changed: "fix the tests" looks for a change, "why do they fail?" for a cause'
    return "\n".join((head, *rows, *rest, "", f"{ask}."))
