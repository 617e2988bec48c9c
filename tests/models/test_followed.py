"""Background answers: however often the stream is cut, no event is lost and none comes twice."""

from __future__ import annotations

import asyncio

import pytest

from quire.errors import StreamBroken, UpstreamError
from quire.models.followed import Followed
from quire.models.retried import retried
from quire.models.script import Answer, Script
from quire.models.scripted_server import ScriptedServer
from quire.models.settings import Patience, Provider
from quire.models.streams import closing
from quire.protocol.events import Completed, Event, OutputItemDone
from quire.protocol.items import user
from quire.protocol.model import Model
from quire.protocol.records import Notice, Retrying
from quire.protocol.requests import Request

REQUEST = Request(model="m", input=(user("Fix it."),), store=False)
WORK = Answer(reasoning="Hm.", text="I look.", shell=("ls",))
_HASTY = Patience(attempts=3, first_wait=0.0)


def asked(*answers: Answer, again: bool = False) -> tuple[list[Event], ScriptedServer]:
    """Ask once; return the events, and the server with what it was asked."""

    async def answered() -> tuple[list[Event], ScriptedServer]:
        async with ScriptedServer(Script(answer=answers)) as server:
            account = Provider(name="acme", base_url=server.address)
            async with Followed(account, _HASTY) as followed:
                model: Model = retried(followed, _HASTY) if again else followed
                return [event async for event in model.respond(REQUEST)], server

    return asyncio.run(answered())


def told(events: list[Event]) -> list[bytes]:
    """Return the events of the upstream, as they came."""
    return [event.wire() for event in events if not isinstance(event, Notice)]


def paths(server: ScriptedServer) -> list[str]:
    return [request.path.removeprefix("/v1/") for request in server.received]


WHOLE, _server = asked(WORK)


def test_an_answer_is_made_in_the_background_and_kept() -> None:
    events, server = asked(WORK)
    (request,) = server.received
    fields = request.fields()
    assert (fields["background"], fields["store"], fields["stream"]) == (True, True, True)
    assert not any(isinstance(event, Notice) for event in events)
    assert isinstance(events[-1], Completed)


@pytest.mark.parametrize("after", range(1, len(WHOLE)))
def test_a_cut_after_any_event_loses_and_repeats_nothing(after: int) -> None:
    cut = Answer(reasoning="Hm.", text="I look.", shell=("ls",), fault="cut", after=after)
    events, server = asked(cut)
    assert told(events) == told(WHOLE)
    posted, *joined = paths(server)
    assert posted == "responses"
    assert joined == [
        f"responses/resp_1?stream=true&starting_after={last}"
        for last in range(after - 1, len(WHOLE) - 1, after)
    ]
    notices = [event.text for event in events if isinstance(event, Notice)]
    assert [text.rpartition("; ")[2] for text in notices] == [
        f"the answer is taken up after event {last}."
        for last in range(after - 1, len(WHOLE) - 1, after)
    ]


def test_each_cut_that_brought_something_has_its_own_patience() -> None:
    assert len(WHOLE) > 3 * _HASTY.attempts
    events, _ = asked(Answer(reasoning="Hm.", text="I look.", shell=("ls",), fault="cut", after=1))
    assert told(events) == told(WHOLE)


def test_an_answer_that_failed_is_not_joined() -> None:
    with pytest.raises(UpstreamError, match="ran out of luck"):
        asked(Answer(text="x", fault="failed"))


def test_a_cut_before_the_first_event_is_asked_again() -> None:
    events, server = asked(Answer(fault="cut", after=0), Answer(text="Here."), again=True)
    assert paths(server) == ["responses", "responses"]
    assert [event.attempt for event in events if isinstance(event, Retrying)] == [2]


def test_an_answer_that_is_gone_is_asked_for_once_more() -> None:
    async def answered() -> tuple[list[Event], list[str]]:
        script = Script(answer=(Answer(text="Lost.", fault="cut", after=3), Answer(text="Here.")))
        async with ScriptedServer(script) as server:
            account = Provider(name="acme", base_url=server.address)
            async with Followed(account, _HASTY) as followed:
                stream = retried(followed, _HASTY).respond(REQUEST)
                events = []
                async for event in stream:
                    events.append(event)
                    server.forget()
                return events, paths(server)

    events, asked_for = asyncio.run(answered())
    assert asked_for[:2] == ["responses", "responses/resp_1?stream=true&starting_after=2"]
    assert [type(event) for event in events if isinstance(event, Retrying)] == [Retrying]
    done = [event.item.id for event in events if isinstance(event, OutputItemDone)]
    assert done == ["msg_2_1"]


def test_leaving_an_answer_cancels_it() -> None:
    async def left() -> list[str]:
        async with ScriptedServer(Script(answer=(Answer(text="Slow.", pause=0.01),))) as server:
            account = Provider(name="acme", base_url=server.address)
            async with Followed(account, _HASTY) as model:
                async with closing(model.respond(REQUEST)) as events:
                    await anext(aiter(events))
                return paths(server)

    assert asyncio.run(left()) == ["responses", "responses/resp_1/cancel"]


def test_what_cannot_be_mended_is_raised_as_it_was_cut() -> None:
    async def answered() -> None:
        script = Script(answer=(Answer(text="Lost.", fault="cut", after=3),))
        async with ScriptedServer(script) as server:
            account = Provider(name="acme", base_url=server.address)
            async with Followed(account, _HASTY) as followed:
                async for _ in followed.respond(REQUEST):
                    server.forget()

    with pytest.raises(StreamBroken, match="broke"):
        asyncio.run(answered())
