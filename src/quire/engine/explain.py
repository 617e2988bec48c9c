"""The job of telling why something fails: cause, place, evidence, a change; nothing is changed."""

from __future__ import annotations

import msgspec

from quire.engine import errands, program, repair, reproduce
from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.deeds import ran, text_of
from quire.engine.explain_telling import PLAN, explained, reproduced, unexplained
from quire.engine.findings import Absent, read_findings
from quire.engine.reproduce import Over, Reproduced

JOB = "explain"


def recognise(conversation: Conversation) -> bool:
    """Tell whether the order asks for the cause of a fault, and for nothing to be changed."""
    return conversation.order.kind == JOB


def advance(conversation: Conversation) -> Answer:
    """Return the next step: see the fault, search as for a repair, tell what that showed."""
    order = msgspec.structs.replace(conversation.order, kind="repair")
    conversation = msgspec.structs.replace(conversation, order=order)
    if not reproduce.recognise(conversation):
        return _searched(conversation)
    step = errands.run(conversation, reproduce.errand(conversation, PLAN))
    if isinstance(step, Answer):
        return step
    shown, over = reproduce.report_of(step.texts)
    if shown is not None:
        return errands.ended(JOB, _said(shown), "answered")
    if over.outcome == "documented":
        return errands.ended(JOB, f"{over.reason}.", "answered")
    return _known(conversation, over)


def _known(conversation: Conversation, over: Over) -> Answer:
    """Go on with the failing tests that show the fault already, if there are any."""
    select = over.tests or conversation.order.select
    order = msgspec.structs.replace(conversation.order, select=select)
    return _searched(msgspec.structs.replace(conversation, order=order))


def _said(shown: Reproduced) -> str:
    return reproduced(
        shown.call, (shown.error, shown.message, shown.gave), shown.how, shown.focus, shown.test
    )


def _searched(conversation: Conversation) -> Answer:
    """Search as a repair does, and tell what was found in the place of writing it."""
    runs = [deed for deed in conversation.deeds if program.is_run(text_of(deed.call), repair.JOB)]
    if runs:
        findings = read_findings(tuple(result.text for result in ran(runs[-1])))
        most = conversation.budget.suspects
        if findings.last(Absent) is None and findings.baseline.failed and findings.done.outcome:
            text = explained(findings, most) or unexplained(findings, most)
            return errands.ended(JOB, text, "answered")
    answer = repair.advance(conversation)
    if answer.calls and not runs:
        return msgspec.structs.replace(answer, thoughts=(PLAN,))
    return answer
