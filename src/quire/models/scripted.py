"""A Model that answers from a script, for tests and for trying a setup without an upstream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

from quire.errors import StreamBroken, UpstreamError
from quire.models.failures import failure_of
from quire.models.reading import Reading
from quire.models.replies import Reply, reply_to
from quire.models.script import Script, Turns
from quire.protocol.events import Event
from quire.protocol.requests import Request
from quire.protocol.sse import MEDIA_TYPE


class Scripted:
    """Gives the answers of a script one after the other; `requests` keeps what was asked.

    Each answer takes the way over the wire's bytes, so that a fault here is the same fault that
    an upstream would show.
    """

    def __init__(self, script: Script) -> None:
        """Begin at the script's first answer."""
        self._model = script.model
        self._turns = Turns(script)
        self._whole = len(script.turns())
        self.requests: list[Request] = []

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Give the next answer.

        Raises UpstreamError when the script has no further one, or when the fault says so.
        """
        self.requests.append(request)
        turn = len(self.requests)
        answer = self._turns.next(request.prompt_cache_key)
        if answer is None:
            raise _exhausted(self._whole, turn)
        reply = reply_to(answer, turn=turn, model=self._model)
        if reply.silent:
            raise StreamBroken("The script sends nothing.", code="timeout")
        if reply.status != 200:
            raise failure_of(
                "The script", reply.status, dict(reply.headers), b"".join(reply.pieces)
            )
        reading = Reading("The script")
        for piece in reply.pieces:
            await asyncio.sleep(reply.pause)
            for event in _read(reading, reply, piece):
                yield event
        for event in () if reading.over else reading.end():
            yield event


def _exhausted(whole: int, turn: int) -> UpstreamError:
    return UpstreamError(
        f"The script has {whole} answers and was asked for number {turn}.",
        hint="Add an [[answer]] to the script.",
        code="script_exhausted",
        retryable=False,
    )


def _read(reading: Reading, reply: Reply, piece: bytes) -> Iterator[Event]:
    streamed = dict(reply.headers)["content-type"] == MEDIA_TYPE
    return reading.feed(piece) if streamed else reading.whole(piece)
