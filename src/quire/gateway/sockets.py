"""WebSocket mode of the Responses API: one JSON message an event, many answers a connection.

A message may name a lane (`stream_id`); the answers of a lane come one after the other. The newest
answer of a lane is remembered while the connection lasts, stored or not, so that the next message
needs only `previous_response_id` and the new items (responses-api, WebSocket mode).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping

import msgspec

from quire.errors import InvalidRequest, QuireError, UsageError
from quire.gateway import answering, faults
from quire.gateway.answering import Recent, prepare
from quire.gateway.door import Door
from quire.gateway.exchange import AsgiMessage, Receive, Scope, Send, headers_of
from quire.gateway.telling import Telling
from quire.protocol.events import Event
from quire.protocol.items import Json
from quire.protocol.requests import Request, read_request
from quire.protocol.rules import check_known

_PATH = "/v1/responses"
_NOT_OURS = ("type", "stream", "stream_options", "generate", "stream_id")
_POLICY = 1008


async def serve_socket(door: Door, scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one WebSocket connection until the client leaves or its time is over."""
    await receive()  # websocket.connect
    try:
        if scope["path"] != _PATH:
            raise UsageError(
                f"{scope['path']} is no WebSocket address.", status=404, code="unknown_url"
            )
        headers = headers_of(scope)
        await door.caller(headers)
    except QuireError as error:
        await _refuse(send, error)
        return
    await send({"type": "websocket.accept"})
    connection = _Connection(door, headers, send)
    try:
        async with asyncio.timeout(door.settings.socket_life):
            await connection.listen(receive)
    except TimeoutError:
        await connection.say(
            _complaint(
                UsageError(
                    "The connection has reached its longest life.",
                    hint="Connect again.",
                    code="websocket_connection_limit_reached",
                )
            )
        )
        await send({"type": "websocket.close", "code": _POLICY})
    finally:
        await connection.close()


class _Connection:
    """The lanes of one connection."""

    def __init__(self, door: Door, headers: Mapping[str, str], send: Send) -> None:
        self._door = door
        self._headers = headers
        self._send = send
        self._lanes: dict[str | None, asyncio.Queue[bytes]] = {}
        self._working: set[asyncio.Task[None]] = set()

    async def listen(self, receive: Receive) -> None:
        """Take messages until the client leaves, each to its lane."""
        while (message := await receive())["type"] != "websocket.disconnect":
            data = _data(message)
            try:
                lane = msgspec.json.decode(data, type=_Head).stream_id
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                complaint = InvalidRequest(f"The message is not a JSON object: {error}.")
                await self.say(_complaint(complaint))
                continue
            if lane not in self._lanes:
                self._lanes[lane] = asyncio.Queue()
                self._working.add(asyncio.create_task(self._work(lane, self._lanes[lane])))
            self._lanes[lane].put_nowait(data)

    async def say(self, data: bytes) -> None:
        """Send one message."""
        await self._send({"type": "websocket.send", "text": data.decode()})

    async def close(self) -> None:
        """Stop whatever is being answered."""
        for task in self._working:
            task.cancel()
        await asyncio.gather(*self._working, return_exceptions=True)

    async def _work(self, lane: str | None, queue: asyncio.Queue[bytes]) -> None:
        recent: Recent = {}
        mark = b"" if lane is None else b'"stream_id":%b,' % msgspec.json.encode(lane)
        while True:
            try:
                with faults.ours_told():
                    recent = await self._answer(await queue.get(), recent, mark)
            except QuireError as error:
                recent = {}
                await self.say(_marked(_complaint(error), mark))

    async def _answer(self, data: bytes, recent: Recent, mark: bytes) -> Recent:
        """Answer one message, and return what the next one may build on."""
        request, generate = _asked(data)
        if self._door.settings.strict_fields:
            check_known(request)
        caller = await self._door.caller(self._headers)  # a key may have ended meanwhile
        plan = await prepare(self._door.memory, caller, request, recent=recent)
        telling = Telling(plan)
        if generate:
            events = answering.answer(self._door.means, plan, telling)
        else:
            events = answering.nothing(self._door.means, plan, telling)
        await self._tell(events, mark)
        if telling.failure is not None:
            return {}
        return {plan.response_id: (*plan.context.input, *telling.output)}

    async def _tell(self, events: AsyncGenerator[Event, None], mark: bytes) -> None:
        async for event in events:
            await self.say(_marked(event.wire(), mark))


class _Head(msgspec.Struct, frozen=True):
    stream_id: str | None = None


def _asked(data: bytes) -> tuple[Request, bool]:
    """Return the request of a message, and whether anything is to be generated."""
    fields = msgspec.json.decode(data, type=dict[str, object])
    if fields.get("type") != "response.create":
        raise InvalidRequest(
            f"Unknown message type: {fields.get('type')!r}.",
            hint="Send 'response.create' with the fields of POST /v1/responses.",
            param="type",
            code="unknown_message_type",
        )
    if fields.get("background"):
        raise InvalidRequest(
            "'background' is not supported over WebSocket.",
            hint="Use POST /v1/responses.",
            param="background",
            code="unsupported_parameter",
        )
    plain = {name: value for name, value in fields.items() if name not in _NOT_OURS}
    return read_request(msgspec.json.encode(plain)), fields.get("generate") is not False


def _data(message: AsgiMessage) -> bytes:
    text, data = message.get("text"), message.get("bytes")
    if isinstance(text, str):
        return text.encode()
    return data if isinstance(data, bytes) else b""


def _complaint(error: QuireError) -> bytes:
    body: Json = {"type": "error", "status": error.status, **faults.body_of(error)}
    return msgspec.json.encode(body)


def _marked(data: bytes, mark: bytes) -> bytes:
    """Return a JSON object with the lane's name put in front of its first key."""
    return b"{" + mark + data.lstrip()[1:] if mark else data


async def _refuse(send: Send, error: QuireError) -> None:
    """Answer the handshake with an error of HTTP."""
    reply = faults.reply_of(error)
    await send(
        {
            "type": "websocket.http.response.start",
            "status": reply.status,
            "headers": list(reply.headers),
        }
    )
    await send({"type": "websocket.http.response.body", "body": reply.body})
