"""Calls of one answer that do not depend on each other, carried out at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from contextlib import aclosing

from quire.errors import UsageError
from quire.protocol.events import Event
from quire.protocol.items import Call
from quire.tools.wishes import wish_of

MOST = 8
"""Calls that run at the same time."""


def batches(calls: Iterable[Call]) -> tuple[tuple[Call, ...], ...]:
    """Return calls in groups that may run at the same time.

    Commands next to each other may; a patch, typed input and functions of unknown effect wait
    for all before them, and all after wait for them.
    """
    groups: list[list[Call]] = []
    open_group = False
    for call in calls:
        together = _is_command(call)
        if not (together and open_group and len(groups[-1]) < MOST):
            groups.append([])
        groups[-1].append(call)
        open_group = together
    return tuple(tuple(group) for group in groups)


async def merged(streams: Sequence[AsyncIterator[Event]]) -> AsyncGenerator[Event, None]:
    """Yield the events of all `streams` as they come; the first error ends them all."""
    if len(streams) == 1:
        async for only in streams[0]:
            yield only
        return
    queue: asyncio.Queue[Event | None] = asyncio.Queue()
    tasks = [asyncio.create_task(_drawn(stream, queue)) for stream in streams]
    try:
        left = len(tasks)
        while left:
            event = await queue.get()
            if event is not None:
                yield event
                continue
            left -= 1
            for task in tasks:
                if task.done():
                    task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _drawn(stream: AsyncIterator[Event], queue: asyncio.Queue[Event | None]) -> None:
    try:
        if isinstance(stream, AsyncGenerator):
            async with aclosing(stream):
                async for event in stream:
                    queue.put_nowait(event)
        else:
            async for event in stream:
                queue.put_nowait(event)
    finally:
        queue.put_nowait(None)


def _is_command(call: Call) -> bool:
    try:
        return wish_of(call).kind == "command"
    except UsageError:
        return False
