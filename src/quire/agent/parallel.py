"""Calls of one answer that do not depend on each other, carried out at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence

from quire.errors import UsageError
from quire.models.streams import closing
from quire.protocol.events import Event
from quire.protocol.items import Call
from quire.tools.wishes import wish_of

MOST = 8
"""Calls that run at the same time."""


def batches(calls: Iterable[Call]) -> tuple[tuple[Call, ...], ...]:
    """Return calls in groups that may run at the same time.

    Commands and sub-tasks next to each other may; a patch, typed input and functions of unknown
    effect wait for all before them, and all after wait for them.
    """
    groups: list[list[Call]] = []
    open_group = False
    for call in calls:
        together = _may_share(call)
        if not (together and open_group and len(groups[-1]) < MOST):
            groups.append([])
        groups[-1].append(call)
        open_group = together
    return tuple(tuple(group) for group in groups)


async def merged(streams: Sequence[AsyncIterator[Event]]) -> AsyncGenerator[Event, None]:
    """Yield the events of all `streams` as they come; the first error ends them all.

    A stream goes on only when its event was dealt with: what it announces is on record by then.
    """
    if len(streams) == 1:
        async with closing(streams[0]) as alone:
            async for event in alone:
                yield event
        return
    queue: _Queue = asyncio.Queue()
    tasks = [asyncio.create_task(_drawn(stream, queue)) for stream in streams]
    try:
        left = len(tasks)
        while left:
            told = await queue.get()
            if told is not None:
                event, dealt_with = told
                yield event
                dealt_with.set()
                continue
            left -= 1
            for task in tasks:
                if task.done():
                    task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


_Queue = asyncio.Queue[tuple[Event, asyncio.Event] | None]


async def _drawn(stream: AsyncIterator[Event], queue: _Queue) -> None:
    try:
        async with closing(stream) as events:
            async for event in events:
                dealt_with = asyncio.Event()
                queue.put_nowait((event, dealt_with))
                await dealt_with.wait()
    finally:
        queue.put_nowait(None)


def _may_share(call: Call) -> bool:
    try:
        return wish_of(call).kind in ("command", "task")
    except UsageError:
        return False
