"""WebSocket mode: one connection for the turns of a session, and what its end or refusal means."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import pytest

from quire.errors import ContextTooLong, StreamBroken, UpstreamError
from quire.models.retried import retried
from quire.models.script import Answer, Script
from quire.models.scripted import Scripted
from quire.models.settings import Patience, Provider, Secret
from quire.models.sockets import Socketed
from quire.models.streams import closing
from quire.protocol.events import Completed, Event, OutputItemDone
from quire.protocol.items import Item, user
from quire.protocol.model import Model
from quire.protocol.records import Notice, Retrying
from quire.protocol.requests import Request
from tests.models.socket_server import SocketServer

KEY = "sk-test-0123456789abcdef"
_HASTY = Patience(first_wait=0.0)


def provider(server: SocketServer, idle_timeout: float = 20.0) -> Provider:
    return Provider(
        name="acme", base_url=server.address, key=Secret(KEY), idle_timeout=idle_timeout
    )


def request(conversation: Sequence[Item]) -> Request:
    return Request(model="m", input=tuple(conversation), store=False, prompt_cache_key="session-1")


async def turns(model: Model, count: int) -> list[Event]:
    """Ask for several turns of one conversation; return all events."""
    conversation: list[Item] = []
    seen: list[Event] = []
    for turn in range(count):
        conversation.append(user(f"order {turn}"))
        async for event in model.respond(request(conversation)):
            seen.append(event)
            if isinstance(event, OutputItemDone):
                conversation.append(event.item)
    return seen


def sent(server: SocketServer) -> list[tuple[int, object]]:
    """Return how many items each message held, and what it went on from."""
    found = []
    for fields in server.asked:
        given = fields["input"]
        assert isinstance(given, list)
        found.append((len(given), fields.get("previous_response_id")))
    return found


def words(*texts: str) -> tuple[Answer, ...]:
    return tuple(Answer(text=text) for text in texts)


def over_http(*texts: str) -> Scripted:
    return Scripted(Script(answer=words(*texts)))


def run(
    server: SocketServer,
    instead: Model,
    work: Callable[[Model], Awaitable[list[Event]]],
    idle_timeout: float = 20.0,
) -> list[Event]:
    async def all_of_it() -> list[Event]:
        async with (
            server,
            Socketed(provider(server, idle_timeout), instead) as model,
        ):
            return await work(retried(model, _HASTY))

    return asyncio.run(all_of_it())


def test_turns_go_over_one_connection_with_what_is_new() -> None:
    server = SocketServer(words("a", "b", "c"))
    run(server, over_http(), lambda model: turns(model, 3))
    assert sent(server) == [(1, None), (1, "resp_1"), (1, "resp_2")]
    assert [fields["store"] for fields in server.asked] == [False] * 3
    assert {"stream", "background"} & set(server.asked[0]) == set()
    assert server.asked[0]["type"] == "response.create"
    (headers,) = server.headers
    assert headers["authorization"] == f"Bearer {KEY}"
    assert headers["session_id"] == "session-1"


def test_a_connection_that_grew_too_old_is_made_anew_unseen() -> None:
    server = SocketServer(words("a", "b", "c"), ages=frozenset({1}))
    seen = run(server, over_http(), lambda model: turns(model, 3))
    assert sent(server) == [(1, None), (3, None), (1, "resp_2")]
    assert not any(isinstance(event, Notice | Retrying) for event in seen)
    assert len(server.headers) == 2


@pytest.mark.parametrize("after", range(1, 9))
def test_a_cut_at_every_event_is_asked_again_and_nothing_comes_twice(after: int) -> None:
    cut = Answer(text="b", fault="cut", after=after)
    server = SocketServer((*words("a"), cut, *words("b", "c")))
    seen = run(server, over_http(), lambda model: turns(model, 3))
    done = [event.item.id for event in seen if isinstance(event, OutputItemDone)]
    assert done == ["msg_1_1", "msg_3_1", "msg_4_1"]
    assert [e.attempt for e in seen if isinstance(e, Retrying)] == [2]
    assert sent(server) == [(1, None), (1, "resp_1"), (3, None), (1, "resp_3")]


def test_an_error_leaves_the_connection_and_the_whole_is_sent_where_it_forgot() -> None:
    busy = Answer(fault="rate_limit", retry_after=0.0)
    server = SocketServer((*words("a"), busy, *words("b")))
    seen = run(server, over_http(), lambda model: turns(model, 2))
    assert [e.attempt for e in seen if isinstance(e, Retrying)] == [2]
    assert sent(server) == [(1, None), (1, "resp_1"), (1, "resp_1"), (3, None)]
    assert len(server.headers) == 1


def test_what_the_server_says_is_the_error_that_http_would_give() -> None:
    server = SocketServer((Answer(fault="context_length"),))
    with pytest.raises(ContextTooLong, match="exceeds the context window"):
        run(server, over_http(), lambda model: turns(model, 1))
    server = SocketServer((Answer(fault="unauthorized", message=f"Bad key {KEY}"),))
    with pytest.raises(UpstreamError, match=r"Bad key \[key\]"):
        run(server, over_http(), lambda model: turns(model, 1))


@pytest.mark.parametrize("status", [400, 401, 404, 426, 501])
def test_a_refused_connection_is_told_once_and_http_is_asked(status: int) -> None:
    server = SocketServer((), refusals=(status,))
    instead = over_http("a", "b")
    seen = run(server, instead, lambda model: turns(model, 2))
    told = [event.text for event in seen if isinstance(event, Notice)]
    assert told == [f"acme takes no WebSocket here (it answered {status}): it is asked over HTTP."]
    assert [len(asked.input) for asked in instead.requests] == [1, 3]
    assert [asked.previous_response_id for asked in instead.requests] == [None, None]
    assert len(server.headers) == 1


def test_a_busy_handshake_is_tried_again() -> None:
    server = SocketServer(words("a"), refusals=(503, 0))
    seen = run(server, over_http(), lambda model: turns(model, 1))
    assert [event.message for event in seen if isinstance(event, Retrying)] == [
        "acme answered 503: No."
    ]
    assert isinstance(seen[-1], Completed)


def test_a_server_that_only_closes_is_a_refusal() -> None:
    server = SocketServer((), closes=True)
    seen = run(server, over_http("a"), lambda model: turns(model, 1))
    (told,) = [event.text for event in seen if isinstance(event, Notice)]
    assert "it closed the connection" in told
    assert isinstance(seen[-1], Completed)


def test_a_silent_connection_is_broken() -> None:
    server = SocketServer((Answer(fault="silent"),) * 5)
    with pytest.raises(StreamBroken, match=r"sent nothing for 0\.05 s"):
        run(server, over_http(), lambda model: turns(model, 1), idle_timeout=0.05)


def test_leaving_an_answer_ends_its_connection_and_the_next_begins_anew() -> None:
    async def left(model: Model) -> list[Event]:
        async with closing(model.respond(request([user("one")]))) as events:
            await anext(aiter(events))
        return await turns(model, 1)

    server = SocketServer((Answer(text="a"), *words("b")))
    seen = run(server, over_http(), left)
    assert isinstance(seen[-1], Completed)
    assert sent(server) == [(1, None), (1, None)]
    assert len(server.headers) == 2


def test_a_message_that_is_no_event_is_broken() -> None:
    server = SocketServer((Answer(fault="garbage"),) * 5)

    async def asked(model: Model) -> list[Event]:
        stream: AsyncIterator[Event] = model.respond(request([user("one")]))
        return [event async for event in stream]

    with pytest.raises(StreamBroken, match="not an event"):
        run(server, over_http(), asked)
