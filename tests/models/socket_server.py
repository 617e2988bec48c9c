"""A server of WebSocket mode that answers from a script and keeps one answer a connection."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Self

import msgspec
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from quire.models.replies import Reply, reply_to
from quire.models.script import Answer

_TOO_OLD = {
    "type": "error",
    "status": 400,
    "error": {"code": "websocket_connection_limit_reached", "message": "Too old."},
}
_FORGOT = {
    "type": "error",
    "status": 400,
    "error": {"code": "previous_response_not_found", "message": "Not found."},
}


@dataclass
class SocketServer:
    """Serves `answers`; `asked` are the messages that came, `headers` those of each connection.

    `refusals` are the statuses of the first handshakes, 0 for one that is taken; after the
    answers counted in `ages` the connection is too old; with `closes` none gets an answer.
    """

    answers: Sequence[Answer]
    refusals: tuple[int, ...] = ()
    ages: frozenset[int] = frozenset()
    closes: bool = False
    asked: list[dict[str, object]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    turns: int = 0
    _server: Server | None = None

    @property
    def address(self) -> str:
        """The base URL, as one of HTTP."""
        assert self._server is not None
        return f"http://127.0.0.1:{next(iter(self._server.sockets)).getsockname()[1]}/v1"

    async def __aenter__(self) -> Self:
        self._server = await serve(self._talk, "127.0.0.1", 0, process_request=self._welcome)
        return self

    async def __aexit__(self, *failure: object) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    def _welcome(self, connection: ServerConnection, request: Request) -> Response | None:
        self.headers.append({name.lower(): text for name, text in request.headers.raw_items()})
        place = len(self.headers) - 1
        status = self.refusals[place] if place < len(self.refusals) else 0
        if not status:
            return None
        return Response(status, HTTPStatus(status).phrase, Headers(), b"No.")

    async def _talk(self, connection: ServerConnection) -> None:
        known = ""
        with contextlib.suppress(ConnectionClosed):
            async for message in connection:
                if self.closes:
                    await connection.close(1008, "not here")
                    return
                fields = msgspec.json.decode(message, type=dict[str, object])
                self.asked.append(fields)
                if fields.get("previous_response_id") not in (None, known):
                    await connection.send(msgspec.json.encode(_FORGOT).decode())
                    continue
                known = await self._answer(connection)

    async def _answer(self, connection: ServerConnection) -> str:
        self.turns += 1
        turn = self.turns
        reply = reply_to(self.answers[turn - 1], turn=turn, model="scripted")
        if reply.silent:
            await connection.wait_closed()
        for message in _messages(reply):
            await connection.send(message)
        if reply.cut:
            connection.transport.abort()
        if turn in self.ages:
            await connection.send(msgspec.json.encode(_TOO_OLD).decode())
            await connection.close(1008)
        return "" if reply.status != 200 else f"resp_{turn}"


def _messages(reply: Reply) -> list[str]:
    """Return the messages of a reply: its events, or one complaint."""
    if reply.status != 200:
        body = msgspec.json.decode(b"".join(reply.pieces), type=dict[str, object])
        complaint = {"type": "error", "status": reply.status, "headers": dict(reply.headers)}
        return [msgspec.json.encode({**complaint, **body}).decode()]
    lines = b"".join(reply.pieces).decode().splitlines()
    data = [line.removeprefix("data: ") for line in lines if line.startswith("data: ")]
    return [text for text in data if text != "[DONE]"]
