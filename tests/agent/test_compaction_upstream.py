"""Compaction beside an upstream: its own, and what it finds too long."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import pytest

from quire.agent import projection
from quire.agent.approvals import Never
from quire.agent.compaction import Window, compacted, is_due
from quire.agent.compaction_recovery import Recovering
from quire.agent.compaction_server import pays
from quire.agent.loop import run
from quire.agent.session import Session
from quire.errors import ContextTooLong
from quire.models.retried import retried
from quire.models.script import Answer, Script
from quire.models.scripted import Scripted
from quire.models.scripted_server import ScriptedServer
from quire.models.settings import Patience, Provider
from quire.models.upstream import Upstream
from quire.protocol import records
from quire.protocol.events import Event, ItemEvent
from quire.protocol.items import text_of, user
from quire.protocol.model import Model
from quire.protocol.records import (
    Answered,
    Compacted,
    ItemAdded,
)
from quire.protocol.requests import Request
from quire.protocol.responses import Usage
from tests.agent.test_compaction import PROFILE, SMALL, filled
from tests.agent.test_compaction_long import Hands

TOO_LONG = Answer(fault="context_length", message="This model's maximum context length is 2.")


async def drawn(session: Session, model: Model) -> list[Event]:
    """Return the events of the loop."""
    recovering = Recovering(model, session)
    return [event async for event in run(session, recovering, Hands(), Never())]


async def served(session: Session, *answers: Answer) -> tuple[list[Event], list[int]]:
    """Return the events of the loop with an upstream over HTTP, and the requests' sizes."""
    async with ScriptedServer(Script(answer=answers)) as server:
        provider = Provider(name="scripted", base_url=server.address)
        async with Upstream(provider) as upstream:
            events = await drawn(session, retried(upstream))
        return events, [len(request.body) for request in server.received]


OPAQUE = {"type": "compaction", "id": "cmp_1", "encrypted_content": "b3BhcXVl"}


async def compacting(
    tmp_path: Path, *answers: Answer
) -> tuple[list[Event], list[Request], Session]:
    """Fill a session, and return what its loop yields where the upstream is asked to compact."""
    session = filled(tmp_path)
    session.window, session.asks_server = SMALL, True
    model = Scripted(Script(answer=answers))
    return await drawn(session, retried(model, Patience(attempts=1))), model.requests, session


def test_the_upstreams_compaction_stands_beside_the_notes(tmp_path: Path) -> None:
    answers = (Answer(items=(OPAQUE,)), Answer(text="Done."))
    events, (asked, after), session = asyncio.run(compacting(tmp_path, *answers))
    assert asked.input[-1].wire() == b'{"type":"compaction_trigger"}'
    folded, kept = asked.input[:-1], after.input[4:]
    assert kept and not {item.wire() for item in folded} & {item.wire() for item in kept}
    (record,) = [event for event in events if isinstance(event, Compacted)]
    kinds = [item["type"] for item in record.items]
    assert kinds == ["compaction", "message", "message", "message"]
    before = [event for event in session.events if event.sequence_number < record.sequence_number]
    own = compacted(before, PROFILE, SMALL)
    assert own is not None and record.items == (OPAQUE, *own.items)
    assert after.input[: len(record.items)] == projection.conversation([record])
    assert len(after.body()) < len(asked.body())
    assert not any(isinstance(event, ItemEvent) and event.item.id == "cmp_1" for event in events)
    session.close()


def test_an_upstream_whose_compaction_did_not_hold_is_not_asked_again() -> None:
    answered = Answered(response_id="r", model="m", usage=Usage(), seconds=0.1)
    theirs = Compacted(items=(OPAQUE,), through=1, reason="window", before=9, after=4)
    assert not pays([theirs, *[answered] * 4])
    assert pays([theirs, *[answered] * 5])
    assert pays([msgspec.structs.replace(theirs, items=()), answered])
    assert pays([answered])


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(text="What is that?"), "its answer holds no compaction"),
        (Answer(fault="server_error"), "The script answered 500: The server had an error"),
        (Answer(items=({**OPAQUE, "encrypted_content": "x" * 50_000},)), "is too large"),
    ],
)
def test_where_the_upstream_does_not_compact_the_notes_are_enough(
    tmp_path: Path, answer: Answer, why: str
) -> None:
    events, requests, session = asyncio.run(compacting(tmp_path, answer, Answer(text="Done.")))
    (record,) = [event for event in events if isinstance(event, Compacted)]
    assert [item["type"] for item in record.items] == ["message"] * 3
    (notice,) = [event for event in events if isinstance(event, records.Notice)]
    assert why in notice.text
    assert len(requests) == 2
    assert text_of(getattr(session.request().input[-1], "content", "")) == "Done."
    session.close()


@pytest.mark.parametrize("refusals", [1, 2])
def test_an_upstream_that_finds_the_input_too_long_is_asked_with_less(
    tmp_path: Path, refusals: int
) -> None:
    session = filled(tmp_path, steps=40)
    events, sizes = asyncio.run(served(session, *[TOO_LONG] * refusals, Answer(text="Done.")))
    made = [event for event in events if isinstance(event, Compacted)]
    assert [record.reason for record in made] == ["too_long"] * refusals
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) == refusals + 1
    assert sizes[-1] < 0.6**refusals * sizes[0]
    assert text_of(getattr(session.request().input[-1], "content", "")) == "Done."
    # What was refused once is not sent again.
    assert not is_due(session.events, PROFILE, Window())
    session.record(ItemAdded(item=user("z" * 60_000)))
    assert is_due(session.events, PROFILE, Window())
    session.close()


def test_after_two_compactions_the_upstream_has_the_last_word(tmp_path: Path) -> None:
    session = filled(tmp_path, steps=40)
    model = Scripted(Script(answer=(TOO_LONG,) * 3))
    with pytest.raises(ContextTooLong, match="maximum context length is 2"):
        asyncio.run(drawn(session, model))
    assert len(model.requests) == 3
    session.close()


def test_what_cannot_be_made_shorter_ends_in_the_words_of_the_upstream(tmp_path: Path) -> None:
    session = filled(tmp_path, steps=1)
    model = Scripted(Script(answer=(TOO_LONG, Answer(text="no"))))
    with pytest.raises(ContextTooLong, match="maximum context length is 2"):
        asyncio.run(drawn(session, model))
    assert len(model.requests) == 1
    session.close()
