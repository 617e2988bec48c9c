"""The straight way of a request: a connection whose next head is its last one is not read anew.

A client that keeps its connection sends the same head for every request, but for the length of
its body. uvicorn's parser reads the first of them; of the following, the bytes are compared, and
what was found out about the first holds for them. Whatever differs goes the ordinary way.
"""

from __future__ import annotations

import asyncio
import re
from typing import Protocol, cast

from msgspec import Struct
from uvicorn import Config
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle
from uvicorn.server import ServerState

from quire.gateway.clients import Direct, Speaking
from quire.gateway.exchange import Scope
from quire.gateway.pressing import State

_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\n(?i:content-length):[ \t]*([0-9]+)[ \t]*\r\n")
# Longer heads are not kept, and those that are longer still are refused.
_LONGEST_HEAD = 16 * 1024
_LARGEST_HEAD = 256 * 1024
_MOST_DIGITS = 12
# A head with one of these asks for more than its body to be taken.
_PECULIAR = frozenset({b"transfer-encoding", b"expect", b"upgrade", b"connection", b"te"})
# What a client says though it is meant anyway.
_KEPT = (b"connection", b"keep-alive")


class Taking(Protocol):
    """An application that takes requests straight."""

    def seen(self, scope: Scope) -> Known | None:
        """Return what is known of a request's head, None where it has to go the ordinary way."""
        ...

    def take(self, known: Known, body: bytes, client: Direct) -> None:
        """Answer a request, in a task of the client's or by calls."""
        ...


class Known(Protocol):
    """What was found out about a head; it belongs to the application."""

    @property
    def largest(self) -> int:
        """The most bytes that a body may have."""
        ...


class Same(Struct, frozen=True):
    """A head without its length: what stands before and after it, and what it means."""

    before: bytes
    after: bytes
    known: Known

    def body_of(self, data: bytes) -> tuple[int, bytes] | None:
        """Return the length of a body and what has come of it, None for another head."""
        start = len(self.before)
        if not data.startswith(self.before):
            return None
        place = data.find(b"\r", start, start + _MOST_DIGITS + 1)
        if place <= start or not data.startswith(self.after, place):
            return None
        digits = data[start:place]
        return (int(digits), data[place + len(self.after) :]) if digits.isdigit() else None


def same(data: bytes, scope: Scope, taking: Taking) -> Same | None:
    """Return the head that `data` begins with, once read as `scope`, to be known again."""
    if scope.get("method") != "POST" or scope.get("http_version") != "1.1":
        return None
    head = data[: data.find(_END) + len(_END)]
    raw = scope.get("headers")
    pairs = raw if isinstance(raw, list) else []
    names = [name for name, value in pairs if (name, value.lower()) != _KEPT]
    lengths = list(_LENGTH.finditer(head))
    plain = len(lengths) == names.count(b"content-length") == 1 and _PECULIAR.isdisjoint(names)
    if not plain or len(head) > _LONGEST_HEAD:
        return None
    known = taking.seen(scope)
    start, stop = lengths[0].span(1)
    return Same(head[:start], head[stop:], known) if known is not None else None


class _Unheard:
    """An event that nobody waits for."""

    def set(self) -> None:
        """Do nothing."""


_UNHEARD = _Unheard()
_POST: Scope = {"method": "POST"}


class Turn:
    """One request on the straight way, as uvicorn's connection knows a request of its own."""

    scope: Scope = _POST
    message_event = _UNHEARD
    keep_alive = True
    disconnected = False
    response_started = False
    response_complete = False

    def __init__(self, straight: Straight, known: Known, missing: int) -> None:
        """Begin with a head whose body lacks so many bytes."""
        self.known = known
        self.missing = missing
        self.pieces: list[bytes] = []
        self.transport = straight.transport
        self.flow: FlowControl = straight.flow
        self.on_response = straight.on_response_complete


class Straight(Speaking):
    """A connection that takes requests straight; everything else is uvicorn's."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, object],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """Begin without a head that is known."""
        super().__init__(config, server_state, app_state, _loop)
        self._taking = cast(Taking, self.app) if hasattr(self.app, "take") else None
        self._same: Same | None = None
        self._filling: Turn | None = None
        self._begun = 0
        self._midway = False
        self._head: int | None = None  # how much of one has come, while it comes
        self._free_since = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def data_received(self, data: bytes) -> None:
        """Take in what a client sent."""
        turn = self._filling
        if turn is not None:
            return self._filled(turn, data)
        free = not self._midway and (self.cycle is None or self.cycle.response_complete)
        if free and self._same is not None:
            found = self._same.body_of(data)
            if found is not None and found[0] <= self._same.known.largest:
                return self._take(self._same.known, *found)
        begun = self._begun
        super().data_received(data)
        if self._head is not None:
            self._head += len(data)
            if self._head > _LARGEST_HEAD:
                self._head = None
                self.send_400_response("The head of the request is too large.")
        if free and self._taking is not None and self._begun == begun + 1 and self.scope:
            self._same = same(data, self.scope, self._taking)

    def _take(self, known: Known, length: int, body: bytes) -> None:
        """Begin a turn with what has come of its body."""
        turn = self._filling = Turn(self, known, length)
        self.cycle = cast(RequestResponseCycle, turn)
        self._free_since = 0.0
        self._filled(turn, body)

    def _filled(self, turn: Turn, data: bytes) -> None:
        """Add to a body, and answer once it is whole; what follows is another request's."""
        if len(data) < turn.missing:
            turn.missing -= len(data)
            turn.pieces.append(data)
            return
        self._filling = None
        last, rest = (data, b"") if len(data) == turn.missing else _split(data, turn.missing)
        body = b"".join((*turn.pieces, last)) if turn.pieces else last
        turn.pieces.clear()
        assert self._taking is not None
        self._taking.take(turn.known, body, Direct(self))
        if rest:
            super().data_received(rest)

    def state(self) -> State | None:
        """Return what is moving: a body that is being filled, or whatever uvicorn is at."""
        return super().state() if self._filling is None else State("body", self._filling)

    def on_message_begin(self) -> None:
        """Know that uvicorn's parser has begun to read a request."""
        self._begun += 1
        self._midway = True
        self._head = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Know that it has read a head."""
        self._head = None
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Know that it has read one."""
        self._midway = False
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Go on to the next request, or wait for it as long as a connection is kept."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            cycle, app = self.pipeline.pop()
            self._start_asgi_task(cycle, app)
            return
        self._free_since = self.loop.time()
        if self._timer is None:
            self._timer = self.loop.call_later(self.timeout_keep_alive, self._look)

    def _look(self) -> None:
        """Close the connection if it was free for as long as one is kept; else look again."""
        self._timer = None
        if not self._free_since:
            return
        left = self._free_since + self.timeout_keep_alive - self.loop.time()
        if left <= 0:
            self.timeout_keep_alive_handler()
        else:
            self._timer = self.loop.call_later(left, self._look)

    def _unset_keepalive_if_required(self) -> None:
        """Know that the connection is not free any more: uvicorn calls this when data comes."""
        self._free_since = 0.0

    def connection_lost(self, error: Exception | None) -> None:
        """Let go of the timer, and tell everyone who is still being answered."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._filling = None
        super().connection_lost(error)


def _split(data: bytes, place: int) -> tuple[bytes, bytes]:
    return data[:place], data[place:]
