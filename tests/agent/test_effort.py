"""The effort is picked from the job and the last verification, and the log shows it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from quire.agent.effort import Job, choice, picked, sent
from quire.agent.projection import Profile, request
from quire.protocol.events import Event
from quire.protocol.records import EffortChosen, Receipt, TurnStarted
from quire.protocol.requests import Effort, Thinking

CODEX: tuple[Effort, ...] = ("low", "medium", "high")


@pytest.mark.parametrize(
    ("job", "taken", "effort"),
    [
        (Job("Fix the typo in README.md"), (), "none"),
        (Job("Fix the typo in README.md"), CODEX, "low"),
        (Job("Rename Order to Task in models.py"), (), "none"),
        (Job("What does src/app.py do?"), (), "low"),
        (Job("Make the failing tests pass"), (), "medium"),
        (Job("Add a --json flag to the report command"), CODEX, "medium"),
        (Job("Migrate the project to Python 3.13"), (), "high"),
        (Job("Look for security faults"), ("low", "medium"), "medium"),
        (Job("word " * 151), (), "high"),
        (Job("Fix the typo", "not_fixed", "none"), (), "medium"),
        (Job("Make the tests pass", "not_fixed", "medium"), (), "high"),
        (Job("Make the tests pass", "failed", "high"), (), "xhigh"),
        (Job("Make the tests pass", "failed", "high"), CODEX, "high"),
        (Job("Make the tests pass", "fixed", "high"), CODEX, "medium"),
        (Job("Make the tests pass", "not_fixed"), CODEX, "high"),
    ],
)
def test_the_job_picks_the_effort(job: Job, taken: Sequence[Effort], effort: Effort) -> None:
    assert picked(job, taken).effort == effort


ADAPTIVE = Profile(model="m", tools=({"type": "shell"},), adaptive=True)


def numbered(*events: Event) -> tuple[Event, ...]:
    return tuple(event.numbered(place) for place, event in enumerate(events))


def test_an_effort_is_chosen_once_an_order_and_asked_with() -> None:
    order = TurnStarted(turn=1, prompt="Fix the typo", tree=None)
    chosen = EffortChosen(effort="none", reason="a quick edit")
    assert choice(numbered(order), ADAPTIVE) == chosen
    assert choice(numbered(order), Profile(model="m", effort="high")) is None
    log = numbered(order, chosen)
    assert choice(log, ADAPTIVE) is None
    asked = request(log, ADAPTIVE, "k")
    assert asked.reasoning == Thinking(effort="none", summary="auto")
    assert asked.parallel_tool_calls is True


def test_an_order_that_was_not_proven_is_thought_about_harder() -> None:
    log = numbered(
        TurnStarted(turn=1, prompt="Fix the typo", tree=None),
        EffortChosen(effort="none", reason="a quick edit"),
        Receipt(verdict="not_fixed", summary=""),
        TurnStarted(turn=2, prompt="Fix the typo", tree=None),
    )
    again = EffortChosen(effort="medium", reason="the last attempt was not proven")
    assert choice(log, ADAPTIVE) == again


def test_an_effort_that_a_model_does_not_take_is_the_nearest() -> None:
    assert [sent(None, CODEX), sent("xhigh", CODEX), sent("high", ())] == [None, "high", "high"]
