"""The job of finding the commit since which a test fails; nothing is changed."""

from __future__ import annotations

from quire.engine import errands
from quire.engine.answers import Answer
from quire.engine.bisection_orders import asks_for_commit, target
from quire.engine.bisection_telling import DEFINITE, read_bisected, told
from quire.engine.conversation import Conversation
from quire.engine.errands import Done, Errand

JOB = "bisect"
# About ten runs of the tests find one commit of a thousand, and six more prove it.
SECONDS_A_SECOND = 5
# Clients let no command run for longer than ten minutes, the margin of an errand included.
MOST_SECONDS = 540
_PLAN = (
    "The order asks for the commit. I run the test in copies of older commits, going back in "
    "doubling steps until it passes and halving from there; your files stay as they are."
)
# Kinds whose words may ask for a commit; a review is asked for by its own.
_OPEN = ("explain", "repair", "status", "beyond", "review")


def recognise(conversation: Conversation) -> bool:
    """Tell whether the order asks since which commit something fails, and no more."""
    order = conversation.order
    return order.kind in _OPEN and asks_for_commit(order.text)


def advance(conversation: Conversation) -> Answer:
    """Run the search once, and tell which commit it found."""
    step = errands.run(conversation, errand(conversation))
    return step if isinstance(step, Answer) else _told(step)


def errand(conversation: Conversation) -> Errand:
    """Return what is asked of the workbench."""
    return Errand(
        verb=JOB,
        arguments=target(conversation.order.text),
        seconds=min(conversation.budget.seconds * SECONDS_A_SECOND, MOST_SECONDS),
        plan=_PLAN,
        failed="Not found",
    )


def _told(step: Done) -> Answer:
    report = read_bisected(step.texts)
    if step.timed_out or not report.over.outcome:
        words = "the time was over" if step.timed_out else "the search ended without a report"
        return errands.ended(JOB, f"Not found: {words}. Name one test.", "refused")
    if report.over.outcome == "refused":
        needs = f" It needs {report.over.learned}." if report.over.learned else ""
        return errands.ended(JOB, f"Not found: {report.over.reason}.{needs}", "refused")
    definite = any(each.outcome in DEFINITE for each in report.found)
    return errands.ended(JOB, told(report), "answered" if definite else "refused")
