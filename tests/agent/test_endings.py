"""How the work on an order ended."""

from __future__ import annotations

import pytest

from quire.agent.endings import Ended, ended
from quire.protocol import items
from quire.protocol.events import ErrorEvent, Event, Failed, Incomplete, OutputItemDone
from quire.protocol.items import Part, ShellAction, ShellCall, user
from quire.protocol.records import Answered, Exhausted, ItemAdded, Notice, TurnStarted
from quire.protocol.responses import Response, Usage

START = TurnStarted(turn=1, prompt="p")
ORDER = ItemAdded(item=user("p"))
ANSWERED = Answered(response_id="r", model="m", usage=Usage(), seconds=1.0)
CALL = OutputItemDone(item=ShellCall(call_id="c", action=ShellAction(commands=())))
OUTPUT = ItemAdded(item=items.ShellCallOutput(call_id="c", output=()))
FAILED = Failed(response=Response(id="r", status="failed", error={"message": "overloaded"}))
CUT = Incomplete(
    response=Response(
        id="r", status="incomplete", incomplete_details={"reason": "max_output_tokens"}
    )
)


def said(*parts: Part) -> OutputItemDone:
    """Return a model's message."""
    return OutputItemDone(item=items.Message(role="assistant", content=parts))


DONE = said(items.output_text("Done."))
NO = said(Part(type="refusal", refusal="I will not."))
EMPTY = Ended("failed", "The model gave an empty answer.")


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([DONE, ANSWERED], Ended("answered", "Done.")),
        ([CALL, ANSWERED, OUTPUT, DONE, ANSWERED], Ended("answered", "Done.")),
        ([DONE, ANSWERED, Notice(level="info", text="x")], Ended("answered", "Done.")),
        ([NO, ANSWERED], Ended("refused", "I will not.")),
        ([FAILED, ANSWERED], Ended("failed", "overloaded")),
        ([DONE, FAILED, ANSWERED], Ended("failed", "overloaded")),
        ([FAILED, ANSWERED, DONE, ANSWERED], Ended("answered", "Done.")),
        (
            [DONE, CUT, ANSWERED],
            Ended("failed", "The model's answer was cut off (max_output_tokens)."),
        ),
        ([ErrorEvent(message="bad day")], Ended("failed", "bad day")),
        ([ErrorEvent(error={"code": "x"})], Ended("failed", "x")),
        ([ErrorEvent()], Ended("failed", "The model's answer failed.")),
        ([CALL, ANSWERED, OUTPUT, ANSWERED], EMPTY),
        ([ANSWERED], EMPTY),
        ([], EMPTY),
        ([CALL, ANSWERED], Ended("failed", "The model's answer ended without a word.")),
        (
            [CALL, OUTPUT, Exhausted(limit="steps", allowed=1, used=1)],
            Ended("limit", "The budget of 1 steps is used up."),
        ),
    ],
)
def test_the_last_answer_decides(events: list[Event], expected: Ended) -> None:
    assert ended([START, ORDER, *events]) == expected
