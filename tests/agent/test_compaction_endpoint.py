"""Compaction at an endpoint of the upstream's own, `POST /responses/compact`."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from quire.agent.compaction import compacted
from quire.agent.session import Session
from quire.models.compacting import Compacting
from quire.models.retried import retried
from quire.models.script import Answer, Script
from quire.models.scripted_server import Received, ScriptedServer
from quire.models.settings import Patience, Provider
from quire.models.upstream import Upstream
from quire.protocol import records
from quire.protocol.events import Event
from quire.protocol.items import text_of
from quire.protocol.records import Compacted
from quire.protocol.responses import Usage
from tests.agent.test_compaction import PROFILE, SMALL, filled
from tests.agent.test_compaction_upstream import OPAQUE, drawn

KEPT = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Do it."}]}
USED = Usage(input_tokens=900, output_tokens=30, total_tokens=930)
DONE = Answer(text="Done.")


async def worked(session: Session, *answers: Answer) -> tuple[list[Event], list[Received]]:
    """Return the events of the loop, and what the upstream received."""
    async with ScriptedServer(Script(answer=answers)) as server:
        provider = Provider(name="scripted", base_url=server.address)
        async with Upstream(provider) as plain, Compacting(provider, plain) as upstream:
            events = await drawn(session, retried(upstream, Patience(attempts=1)))
        return events, server.received


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A session that fills its window, and asks its upstream."""
    session = filled(tmp_path)
    session.window, session.asks_server = SMALL, True
    return session


def test_its_item_stands_before_the_notes(session: Session) -> None:
    events, (asked, after) = asyncio.run(
        worked(session, Answer(items=(KEPT, OPAQUE), usage=USED), DONE)
    )
    assert asked.path == "/v1/responses/compact"
    body = asked.fields()
    assert sorted(body) == ["input", "instructions", "model", "prompt_cache_key"]
    assert isinstance(body["input"], list)
    assert body["input"][-1]["type"] != "compaction_trigger"
    (record,) = [event for event in events if isinstance(event, Compacted)]
    before = [event for event in session.events if event.sequence_number < record.sequence_number]
    own = compacted(before, PROFILE, SMALL)
    assert own is not None and record.items == (OPAQUE, *own.items)
    assert after.path == "/v1/responses"
    told = json.loads(after.body)["input"]
    assert told[: len(record.items)] == json.loads(json.dumps(record.items))
    assert text_of(getattr(session.request().input[-1], "content", "")) == "Done."
    session.close()


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(fault="server_error", message="No such path."), "500: No such path"),
        (Answer(fault="html", message="Log in"), "Log in"),
        (Answer(items=(KEPT,)), "its answer holds no compaction"),
    ],
)
def test_where_there_is_none_the_notes_are_enough(
    session: Session, answer: Answer, why: str
) -> None:
    events, received = asyncio.run(worked(session, answer, DONE))
    (record,) = [event for event in events if isinstance(event, Compacted)]
    assert [item["type"] for item in record.items] == ["message"] * 3
    (notice,) = [event for event in events if isinstance(event, records.Notice)]
    assert why in notice.text
    assert [request.path for request in received] == ["/v1/responses/compact", "/v1/responses"]
    session.close()
