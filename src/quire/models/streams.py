"""Streams of events between Models, closed when their reader leaves."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator

from quire.protocol.events import Event


def closing(stream: AsyncIterator[Event]) -> Closing:
    """Give `stream` to the block, and close it (and what is below it) when the block ends."""
    return Closing(stream)


class Closing:
    """A stream in a block; not a generator, of which the event loop would keep a list."""

    __slots__ = ("_stream",)

    def __init__(self, stream: AsyncIterator[Event]) -> None:
        """Take the stream over."""
        self._stream = stream

    async def __aenter__(self) -> AsyncIterator[Event]:
        return self._stream

    async def __aexit__(self, *failure: object) -> None:
        if isinstance(self._stream, AsyncGenerator):
            await self._stream.aclose()
