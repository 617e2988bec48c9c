"""WebSocket mode of the Responses API: one JSON message an event, many answers a connection.

A message may name a lane (`stream_id`); the next one there needs only `previous_response_id` and
the new items (responses-api, WebSocket mode).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress

import msgspec

from quire.errors import InvalidRequest, QuireError, UsageError
from quire.gateway import faults
from quire.gateway.door import Door
from quire.gateway.exchange import AsgiMessage, Receive, Scope, Send, headers_of
from quire.gateway.lanes import Lane, Steering, complaint

_PATH = "/v1/responses"
_POLICY = 1008
_PARTING = 5.0  # seconds


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
        await _parted(receive)
        return
    await send({"type": "websocket.accept"})
    connection = _Connection(door, headers, send)
    try:
        async with asyncio.timeout(door.settings.socket_life):
            await connection.listen(receive)
    except TimeoutError:
        await connection.say(
            complaint(
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
        self._lanes: dict[str | None, Lane] = {}

    async def listen(self, receive: Receive) -> None:
        """Take messages until the client leaves, each to its lane."""
        while (message := await receive())["type"] != "websocket.disconnect":
            data = _data(message)
            try:
                head = msgspec.json.decode(data, type=_Head)
                steering = msgspec.json.decode(data, type=Steering) if head.steers else None
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                told = InvalidRequest(f"The message is not a JSON object: {error}.")
                await self.say(complaint(told))
                continue
            lane = self._lanes.get(head.stream_id)
            if lane is None:
                lane = Lane(self._door, self._headers, head.stream_id, self.say)
                self._lanes[head.stream_id] = lane
            if steering is None:
                lane.put(data)
            else:
                await lane.steer(steering)

    async def say(self, data: bytes) -> None:
        """Send one message."""
        await self._send({"type": "websocket.send", "text": data.decode()})

    async def close(self) -> None:
        """Stop whatever is being answered."""
        await asyncio.gather(*(lane.close() for lane in self._lanes.values()))


class _Head(msgspec.Struct, frozen=True):
    type: str = ""
    stream_id: str | None = None

    @property
    def steers(self) -> bool:
        """Whether the message steers an answer, rather than asking for one."""
        return self.type == "response.steer"


def _data(message: AsgiMessage) -> bytes:
    text, data = message.get("text"), message.get("bytes")
    if isinstance(text, str):
        return text.encode()
    return data if isinstance(data, bytes) else b""


async def _parted(receive: Receive) -> None:
    """Wait until a refused connection is closed; uvicorn logs an error where less is waited for.

    It tells of the end twice: when it has sent the refusal, and when the connection is closed.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(_PARTING):
            for _ in range(2):
                await receive()


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
