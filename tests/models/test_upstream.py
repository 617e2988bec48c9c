"""The upstream Model against a real server on loopback, with every fault it can show."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import traceback
from collections.abc import AsyncIterator

import msgspec
import pytest

from quire.errors import StreamBroken, UpstreamError, exit_code
from quire.models.script import Answer, FunctionWish, Script
from quire.models.scripted_server import ScriptedServer
from quire.models.settings import Provider, Secret
from quire.models.streams import closing
from quire.models.upstream import Upstream
from quire.protocol.events import Completed, Event, Incomplete, OutputItemDone, TextDelta, type_of
from quire.protocol.items import FunctionCall, user
from quire.protocol.requests import Request
from quire.protocol.responses import Usage, answer_text
from tests.models.faults import ALIKE, Fault

KEY = "sk-test-0123456789abcdef"
REQUEST = Request(model="scripted", input=(user("Fix it."),), prompt_cache_key="session-1")


async def collected(stream: AsyncIterator[Event]) -> list[Event]:
    return [event async for event in stream]


def provider(server: ScriptedServer, *, idle_timeout: float = 5.0) -> Provider:
    return Provider(
        name="acme", base_url=server.address, key=Secret(KEY), idle_timeout=idle_timeout
    )


async def answered(*answers: Answer, idle_timeout: float = 5.0) -> tuple[list[Event], str]:
    """Ask once; return the events, and the authorization that the server saw."""
    async with (
        ScriptedServer(Script(answer=answers)) as server,
        Upstream(provider(server, idle_timeout=idle_timeout)) as model,
    ):
        events = await collected(model.respond(REQUEST))
        return events, server.received[0].headers.get("authorization", "")


def failure(*answers: Answer, idle_timeout: float = 5.0) -> UpstreamError:
    with pytest.raises(UpstreamError) as raised:
        asyncio.run(answered(*answers, idle_timeout=idle_timeout))
    return raised.value


def test_an_answer_comes_event_by_event() -> None:
    usage = Usage(input_tokens=9, output_tokens=2, total_tokens=11)
    events, authorization = asyncio.run(answered(Answer(text="Done.", usage=usage)))
    assert [type_of(event) for event in events] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_text.delta",
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
    ]
    last = events[-1]
    assert isinstance(last, Completed)
    assert (answer_text(last.response), last.response.usage) == ("Done.", usage)
    assert [event.sequence_number for event in events] == list(range(9))
    assert authorization == f"Bearer {KEY}"


def test_the_request_is_sent_as_the_protocol_wants_it() -> None:
    async def run() -> tuple[str, object, dict[str, str]]:
        async with (
            ScriptedServer(Script(answer=(Answer(text="Done."),))) as server,
            Upstream(provider(server)) as model,
        ):
            await collected(model.respond(REQUEST))
            received = server.received[0]
            wanted = ("accept", "session_id", "content-type")
            headers = {name: received.headers[name] for name in wanted}
            return received.path, received.fields(), headers

    path, fields, headers = asyncio.run(run())
    assert path == "/v1/responses"
    assert fields == msgspec.json.decode(
        msgspec.structs.replace(REQUEST, stream=True).body(), type=dict[str, object]
    )
    assert headers == {
        "accept": "text/event-stream, application/json",
        "session_id": "session-1",
        "content-type": "application/json",
    }


def test_one_connection_serves_several_requests() -> None:
    async def run() -> int:
        script = Script(answer=(Answer(text="One.", times=3),))
        async with ScriptedServer(script) as server, Upstream(provider(server)) as model:
            for _ in range(3):
                await collected(model.respond(REQUEST))
            return server.connections

    assert asyncio.run(run()) == 1


FAULTS: tuple[Fault, ...] = (
    *ALIKE,
    (
        Answer(fault="rate_limit", message="Slow down. Please try again in 1.5s."),
        UpstreamError,
        "rate_limit_exceeded",
        True,
        "acme answered 429: Slow down. Please try again in 1.5s.",
    ),
    (
        Answer(fault="quota"),
        UpstreamError,
        "insufficient_quota",
        False,
        "acme answered 429: You exceeded your current quota.",
    ),
    (
        Answer(fault="server_error", message="Kaput."),
        UpstreamError,
        "server_error",
        True,
        "acme answered 500: Kaput.",
    ),
    (
        Answer(fault="html_error"),
        UpstreamError,
        "server_error",
        True,
        "acme answered 502: 502 Bad Gateway: nginx",
    ),
    (
        Answer(fault="cut", text="Half"),
        StreamBroken,
        "stream_broken",
        True,
        "The connection to acme broke: the server closed it before the end.",
    ),
    (
        Answer(fault="unfinished", text="Half"),
        StreamBroken,
        "stream_broken",
        True,
        "acme ended its answer after 4 events, without a last event.",
    ),
    (
        Answer(fault="garbage"),
        StreamBroken,
        "stream_broken",
        True,
        "acme sent something that is not an event: {not json at all",
    ),
    (
        Answer(fault="failed", message="The model gave up."),
        UpstreamError,
        "server_error",
        True,
        "acme reported: The model gave up.",
    ),
)


@pytest.mark.parametrize(
    ("answer", "kind", "code", "retryable", "message"),
    FAULTS,
    ids=[str(fault[0].fault) for fault in FAULTS],
)
def test_a_fault_is_told_in_the_upstreams_own_words(
    answer: Answer, kind: type[UpstreamError], code: str, retryable: bool, message: str
) -> None:
    error = failure(answer)
    told = (type(error), error.code, error.retryable, error.message, exit_code(error))
    assert told == (kind, code, retryable, message, 4)


def test_retry_after_is_read_from_header_and_from_words() -> None:
    by_header = failure(Answer(fault="rate_limit", retry_after=3))
    by_words = failure(Answer(fault="rate_limit", message="Please try again in 20ms."))
    assert (by_header.retry_after, by_words.retry_after) == (3.0, 0.02)


def test_silence_ends_at_the_idle_limit() -> None:
    error = failure(Answer(fault="silent"), idle_timeout=0.2)
    assert (error.code, error.message) == ("timeout", "acme sent nothing for 0.2 s.")


def test_an_early_end_shows_its_last_event_before_it_fails() -> None:
    async def run() -> tuple[list[Event], str]:
        seen: list[Event] = []
        script = Script(answer=(Answer(fault="incomplete", text="Half"),))
        async with ScriptedServer(script) as server, Upstream(provider(server)) as model:
            try:
                async for event in model.respond(REQUEST):
                    seen.append(event)
            except UpstreamError as error:
                return seen, error.hint
        return seen, ""

    seen, hint = asyncio.run(run())
    last = seen[-1]
    assert isinstance(last, Incomplete)
    assert last.response.incomplete_details == {"reason": "max_output_tokens"}
    assert hint == "Allow more output tokens, or ask for less at once."


def test_an_address_where_nobody_listens_is_said() -> None:
    async def run() -> None:
        async with Upstream(Provider(name="acme", base_url="http://127.0.0.1:9/v1")) as model:
            await collected(model.respond(REQUEST))

    with pytest.raises(UpstreamError) as raised:
        asyncio.run(run())
    assert (raised.value.code, raised.value.retryable) == ("unreachable", True)
    assert raised.value.message.startswith("acme cannot be reached at http://127.0.0.1:9/v1: ")


def test_a_missing_http_library_is_said_with_the_way_to_get_it() -> None:
    program = (
        "import sys; sys.modules['httptools'] = None\n"
        "from quire.errors import SettingsError\n"
        "from quire.models.settings import Provider\n"
        "from quire.models.upstream import Upstream\n"
        "try: Upstream(Provider(name='acme', base_url='http://x/v1'))\n"
        "except SettingsError as error: print(error.hint)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stdout.strip() == "Install it with: pip install 'quire[upstream]'"


def test_leaving_early_closes_the_connection() -> None:
    async def run() -> int:
        script = Script(answer=(Answer(text="A long story.", pause=0.05),))
        async with ScriptedServer(script) as server, Upstream(provider(server)) as model:
            async with closing(model.respond(REQUEST)) as stream:
                async for event in stream:
                    if isinstance(event, TextDelta):
                        break
            await server.idle()
            return server.broken

    assert asyncio.run(run()) == 1


async def _raw(
    payload: bytes, content_type: str = "application/json", status: str = "200 OK"
) -> tuple[list[Event], list[bytes]]:
    """Ask a server that sends `payload` whatever it is asked; return events and requests."""
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        head = f"HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\nconnection: close\r\n\r\n"
        writer.write(head.encode() + payload)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    account = Provider(name="acme", base_url=f"http://127.0.0.1:{port}/v1", key=Secret(KEY))
    async with server, Upstream(account) as model:
        return await collected(model.respond(REQUEST)), heard


def test_a_json_answer_without_a_stream_is_narrated() -> None:
    call = {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "f"}
    body = {
        "id": "resp_9",
        "status": "completed",
        "model": "m-2",
        "output": [{**call, "arguments": "{}"}],
        "usage": {"input_tokens": 1, "output_tokens": 2, "total_tokens": 3, "cost": 0.5},
    }
    events, _ = asyncio.run(_raw(msgspec.json.encode(body)))
    done = [event.item for event in events if isinstance(event, OutputItemDone)]
    last = events[-1]
    assert isinstance(last, Completed)
    assert list(last.response.output) == done
    assert done == [
        FunctionCall(id="fc_1", call_id="call_1", name="f", arguments="{}", status="completed")
    ]
    assert (last.response.id, last.response.model) == ("resp_9", "m-2")
    assert last.response.usage is not None
    assert last.response.usage.cost == 0.5


def test_a_redirect_is_not_followed() -> None:
    status = "307 Moved\r\nlocation: http://127.0.0.1:9/elsewhere"
    with pytest.raises(UpstreamError) as raised:
        asyncio.run(_raw(b"", status=status))
    error = raised.value
    assert (error.code, error.retryable) == ("redirected", False)
    assert error.message == "acme answered 307: moved to http://127.0.0.1:9/elsewhere."


def test_the_key_is_in_no_error_that_echoes_it() -> None:
    body = msgspec.json.encode({"error": {"message": f"Bad key {KEY}", "code": "invalid_api_key"}})
    with pytest.raises(UpstreamError) as raised:
        asyncio.run(_raw(body, status="401 Unauthorized"))
    assert raised.value.message == "acme answered 401: Bad key [key]"
    assert KEY not in "".join(traceback.format_exception(raised.value))


def test_calls_keep_their_arguments() -> None:
    wish = FunctionWish(name="shell", arguments={"command": ["ls"]})
    events, _ = asyncio.run(answered(Answer(reasoning="Look.", calls=(wish,))))
    done = [event.item for event in events if isinstance(event, OutputItemDone)]
    assert done[1] == FunctionCall(
        id="fc_1_2",
        call_id="call_1_1",
        name="shell",
        arguments='{"command":["ls"]}',
        status="completed",
    )
