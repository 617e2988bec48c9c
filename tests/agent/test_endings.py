"""How the work on an order ended."""

from __future__ import annotations

import pytest

from quire.agent.endings import Ended, declines, ended
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


@pytest.mark.parametrize(
    "words",
    [
        "This is beyond me.",
        "I can't do this.",
        "I can\u2019t do that",
        "I'm sorry, but I cannot help with this request.",
        "I looked through the project. Unfortunately, I was not able to find the cause.",
        "I am unable to complete this task.",
        "I couldn't figure out how the parser works, so I left everything as it was.",
        "It is beyond my capabilities to redesign the storage.",
        "I give up.",
        "I must decline.",
        "I already tried three ways. I give up.",
        "The order goes far beyond what I can do.",
        "This cannot be done.",
        "Unable to apply the change.",
        "Sorry, I can't.",
        "That is too complex for me.",
        "Not fixed. Two changes give the value, and nothing decides between them.",
        "Das kann ich leider nicht.",
    ],
)
def test_an_answer_can_decline_in_its_own_words(words: str) -> None:
    assert declines(words)


@pytest.mark.parametrize(
    "words",
    [
        "Done.",
        "A haiku:\nOld pond.",
        "The flag is already there. I can't make it shorter.",
        "It was pushed. I could not run the linter: it is not installed.",
        "No changes are needed, so I cannot add anything.",
        "The function returns `None` when `I can't do this` is read.",
        "I did what you asked. You cannot undo it.",
        "> I can't do this\n\nIs what the log says; it comes from the client.",
        "I can do this in two ways. Which one do you want?",
        "I can help with that: which file do you mean?",
        "",
    ],
)
def test_other_answers_do_not_decline(words: str) -> None:
    assert not declines(words)
