"""Compaction in an answer of the upstream, beyond the threshold that the request names."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import pytest

from quire.agent.endings import Ended, ended
from quire.agent.session import Session
from quire.models.retried import retried
from quire.models.script import Answer, Script
from quire.models.scripted import Scripted
from quire.protocol.events import Event
from quire.protocol.items import (
    Compaction,
    FunctionCall,
    FunctionCallOutput,
    text_of,
    user,
)
from quire.protocol.records import Compacted, ItemAdded
from quire.protocol.requests import Request
from tests.agent.test_compaction import PROFILE, filled
from tests.agent.test_compaction_upstream import OPAQUE, drawn

WIRE = {
    "type": "function_call", "call_id": "call_9", "name": "shell_command",
    "arguments": '{"command":"ls"}', "status": "completed", "id": "fc_9",
}  # fmt: skip


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A session whose upstream compacts by itself."""
    session = filled(tmp_path)
    session.ask_as(msgspec.structs.replace(PROFILE, compact_threshold=5_000))
    return session


def worked(session: Session, *answers: Answer) -> tuple[list[Event], list[Request]]:
    model = Scripted(Script(answer=answers))
    return asyncio.run(drawn(session, retried(model))), model.requests


def test_what_an_answer_brings_comes_first_from_then_on(session: Session) -> None:
    events, (first, second) = worked(session, Answer(items=(OPAQUE, WIRE)), Answer(text="Done."))
    assert first.rest == {
        "context_management": [{"type": "compaction", "compact_threshold": 5_000}]
    }
    (record,) = [event for event in events if isinstance(event, Compacted)]
    assert record.items[0] == OPAQUE
    assert [item["type"] for item in record.items].count("compaction") == 1
    kinds = [type(item).__name__ for item in second.input]
    assert kinds.count("Compaction") == 1 and kinds[0] == "Compaction"
    assert [type(item) for item in second.input[-2:]] == [FunctionCall, FunctionCallOutput]
    assert len(second.body()) < len(first.body())
    assert text_of(getattr(session.request().input[-1], "content", "")) == "Done."
    session.close()


def test_an_item_behind_a_call_stays_before_its_output(session: Session) -> None:
    events, (first, second) = worked(session, Answer(items=(WIRE, OPAQUE)), Answer(text="Done."))
    assert not any(isinstance(event, Compacted) for event in events)
    assert second.input[: len(first.input)] == first.input
    kinds = [type(item) for item in second.input[len(first.input) :]]
    assert kinds == [FunctionCall, Compaction, FunctionCallOutput]
    session.close()


def test_an_item_behind_the_last_word_is_no_failure(session: Session) -> None:
    events, _ = worked(session, Answer(text="Done.", items=(OPAQUE,)))
    assert ended(session.turn_events()) == Ended("answered", "Done.")
    assert not any(isinstance(event, Compacted) for event in events)
    session.record(ItemAdded(item=user("And now?")))
    events, (request,) = worked(session, Answer(text="Nothing."))
    (record,) = [event for event in events if isinstance(event, Compacted)]
    assert record.items[0] == OPAQUE
    words = [text_of(getattr(item, "content", "")) for item in request.input]
    assert words[-1] == "And now?" and words.count("And now?") == 1
    session.close()
