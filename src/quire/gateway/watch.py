"""How an answer is sent: comments fill a silence, and a client that leaves ends its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import aclosing
from typing import Self

from quire.gateway.clients import Client
from quire.gateway.exchange import Headers, Reply, Stream
from quire.protocol.sse import COMMENT, MEDIA_TYPE

_SSE = ((b"content-type", MEDIA_TYPE.encode()), (b"cache-control", b"no-cache"))


def send_reply(client: Client, reply: Reply, extra: Headers) -> Awaitable[None]:
    """Send a whole answer."""
    return client.reply(reply.status, headed(reply, extra), reply.body)


def headed(reply: Reply, extra: Headers) -> Headers:
    """Return the headers that a whole answer is sent with."""
    return (*reply.headers, (b"content-length", b"%d" % len(reply.body)), *extra)


class Watch:
    """Watches one client while it is answered: comments fill a silence, leaving cancels the answer.

    Use it as a context in the task that answers; it swallows the cancelling that it caused.
    """

    def __init__(self, client: Client, keep_alive: float) -> None:
        """Prepare to watch; `keep_alive` is the longest silence of a stream in seconds."""
        self._client = client
        self._keep_alive = keep_alive
        self._answering: asyncio.Task[None] | asyncio.Task[object] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._commenting: asyncio.Future[None] | None = None
        self._silent = True
        self._left = False

    def __enter__(self) -> Self:
        self._answering = self._client.task or asyncio.current_task()
        self._client.watch(self._leave)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> bool:
        self._client.unwatch()
        if self._timer is not None:
            self._timer.cancel()
        if not self._left or self._answering is None:
            return False
        return self._answering.uncancel() == 0 and kind is asyncio.CancelledError

    async def stream(self, stream: Stream, extra: Headers) -> None:
        """Send frames as server-sent events, each in one write."""
        await self._client.begin((*_SSE, *stream.headers, *extra))
        self._wait()
        async with aclosing(stream.frames) as opened:
            async for frame in opened:
                self._silent = False
                await self._client.write(frame)
                if stream.flow is not None:
                    await stream.flow(self._push)
        self._answering = None
        await self._client.end()

    def reply(self, reply: Reply, extra: Headers) -> Awaitable[None]:
        """Send a whole answer."""
        self._answering = None
        return send_reply(self._client, reply, extra)

    def _push(self, data: bytes) -> bool:
        self._silent = False
        return self._client.push(data)

    def _leave(self) -> None:
        if self._answering is not None:
            self._left = True
            self._answering.cancel()

    def _wait(self) -> None:
        """Look again after the longest silence."""
        self._timer = asyncio.get_running_loop().call_later(self._keep_alive, self._look)

    def _look(self) -> None:
        if self._silent and self._answering is not None:
            self._commenting = asyncio.ensure_future(self._client.write(COMMENT))
        self._silent = True
        self._wait()
