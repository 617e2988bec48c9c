"""Clients that dawdle: whoever sends a request, or reads an answer, in no time that ends is left.

A slow network is given ten times the patience that an empty connection has.
"""

from __future__ import annotations

import asyncio
from typing import Literal, Protocol

from msgspec import Struct

Moving = Literal["head", "body", "answer"]
# How often a connection is found as it was before it is given up.
_TIMES: dict[Moving, int] = {"head": 1, "body": 10, "answer": 10}
_LATE = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class State(Struct, frozen=True):
    """What of which request is moving on a connection, and how much of it is left to send."""

    moving: Moving
    request: object
    left: int = 0


class Pressed(Protocol):
    """A connection to a client."""

    transport: asyncio.Transport

    def state(self) -> State | None:
        """Return what is moving, None while a request is being answered."""
        ...


class Pressing:
    """Looks at one connection from time to time, until it is lost."""

    def __init__(self, connection: Pressed, patience: float) -> None:
        """Begin to look, every `patience` seconds."""
        self._connection = connection
        self._patience = patience
        self._loop = asyncio.get_running_loop()
        self._seen: State | None = None
        self._times = 0
        self._timer = self._loop.call_later(patience, self._look)

    def end(self) -> None:
        """Look no more."""
        self._timer.cancel()

    def _look(self) -> None:
        transport = self._connection.transport
        protocol: object = transport.get_protocol()
        if transport.is_closing() or protocol is not self._connection:
            return
        state = self._connection.state()
        self._times = self._times + 1 if state is not None and state == self._seen else 0
        self._seen = state
        if state is None or self._times < _TIMES[state.moving]:
            self._timer = self._loop.call_later(self._patience, self._look)
        elif state.moving == "answer":
            transport.abort()
        else:
            transport.write(_LATE)
            transport.close()
