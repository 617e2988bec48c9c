"""Interrupts: a stream of events that a person can end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from quire.protocol.events import Event

Events = AsyncGenerator[Event, None]
_Queue = asyncio.Queue[Event | None]


async def until(stop: asyncio.Event, events: Events) -> Events:
    """Yield `events` until they end or `stop` is set; what runs under them is then cancelled.

    They are drawn by one task that waits for nothing but them, so a cancellation always arrives
    where the work is, and its clean-up is over when this returns.
    """
    queue: _Queue = asyncio.Queue()
    drawing = asyncio.create_task(_draw(events, queue))
    stopping = asyncio.create_task(_cancel_on(stop, drawing))
    try:
        while (event := await queue.get()) is not None:
            yield event
    finally:
        stopping.cancel()
        drawing.cancel()
        await asyncio.wait((drawing, stopping))
    if not drawing.cancelled():
        drawing.result()


async def _draw(events: Events, queue: _Queue) -> None:
    try:
        async with aclosing(events):
            async for event in events:
                queue.put_nowait(event)
    finally:
        queue.put_nowait(None)


async def _cancel_on(stop: asyncio.Event, task: asyncio.Task[None]) -> None:
    await stop.wait()
    task.cancel()
