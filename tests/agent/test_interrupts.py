"""A stream of events that can be ended from outside."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest

from quire.agent.interrupts import Events, until
from quire.errors import UpstreamError
from quire.protocol.events import Event
from quire.protocol.records import Notice

FIRST, SECOND = Notice(level="info", text="1"), Notice(level="info", text="2")


class Source:
    """Yields two events with an endless wait between them, and notes how it ended."""

    def __init__(self) -> None:
        """Begin with nothing noted."""
        self.ended_by = ""

    async def events(self) -> Events:
        """Yield the first event, wait, yield the second one."""
        try:
            yield FIRST
            await asyncio.sleep(3600)
            yield SECOND
        except asyncio.CancelledError:
            self.ended_by = "cancelled"
            raise


async def failing() -> Events:
    """Yield one event and fail."""
    yield FIRST
    raise UpstreamError("gone")


async def two() -> Events:
    """Yield two events."""
    yield FIRST
    yield SECOND


async def drawn(stop: asyncio.Event, events: Events, *, set_after: int) -> list[Event]:
    """Return the events; set `stop` after so many of them."""
    seen: list[Event] = []
    async for event in until(stop, events):
        seen.append(event)
        if len(seen) == set_after:
            stop.set()
    return seen


def test_events_pass_to_their_end() -> None:
    assert asyncio.run(drawn(asyncio.Event(), two(), set_after=9)) == [FIRST, SECOND]


def test_stopping_cancels_where_the_work_is() -> None:
    source = Source()
    assert asyncio.run(drawn(asyncio.Event(), source.events(), set_after=1)) == [FIRST]
    assert source.ended_by == "cancelled"


def test_what_is_stopped_before_it_begins_does_nothing() -> None:
    async def scene() -> list[Event]:
        stop = asyncio.Event()
        stop.set()
        return await drawn(stop, Source().events(), set_after=9)

    assert asyncio.run(scene()) in ([], [FIRST])


def test_an_error_is_raised_after_what_came_before_it() -> None:
    seen: list[Event] = []

    async def scene() -> None:
        async for event in until(asyncio.Event(), failing()):
            seen.append(event)

    with pytest.raises(UpstreamError, match="gone"):
        asyncio.run(scene())
    assert seen == [FIRST]


def test_a_reader_who_goes_away_ends_the_work() -> None:
    source = Source()

    async def scene() -> None:
        async with aclosing(until(asyncio.Event(), source.events())) as events:
            assert await anext(events) == FIRST

    asyncio.run(scene())
    assert source.ended_by == "cancelled"
