"""The moments of a session at which hooks are run, besides those of a tool."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing

from quire.agent.endings import ended
from quire.agent.guard import Guard
from quire.agent.hooks_run import Heard, Hooks
from quire.agent.interrupts import Events
from quire.agent.loop import run
from quire.agent.session import Session
from quire.errors import RefusedError
from quire.protocol import items
from quire.protocol.events import Event
from quire.protocol.items import Message
from quire.protocol.model import Model
from quire.protocol.records import ItemAdded

LONGEST_REFUSAL = 5
"""How often in one order hooks may send a model that has finished back to work."""


async def greeted(session: Session, hooks: Hooks, messages: list[Message]) -> AsyncIterator[Event]:
    """Yield the records of the hooks of a session's start, and put what they say in `messages`."""
    heard = await hooks.session_start("startup" if session.next_turn() == 1 else "resume")
    for event in _told(session, heard, messages):
        yield event


async def ordered(
    session: Session, hooks: Hooks, prompt: str, messages: list[Message]
) -> AsyncIterator[Event]:
    """Yield the records of the hooks for an order, and put what they add in `messages`.

    Raises RefusedError with the words of a hook that refuses it.
    """
    heard = await hooks.prompt(prompt)
    for event in _told(session, heard, messages):
        yield event
    if heard.said.blocked:
        raise RefusedError(f"A hook refused this order: {heard.said.reason}")


def _told(session: Session, heard: Heard, messages: list[Message]) -> list[Event]:
    messages.extend(heard.messages())
    return [session.record(record) for record in heard.records]


async def run_to_the_end(session: Session, model: Model, guard: Guard) -> Events:
    """Yield the events of the loop; where a hook at its end blocks, the model goes on."""
    session.before_compaction = guard.hooks.before_compaction
    for round_ in range(LONGEST_REFUSAL + 1):
        async with aclosing(run(session, model, guard, guard)) as events:
            async for event in events:
                yield event
        end = ended(session.turn_events())
        if end.how not in ("answered", "refused") or session.over_budget():
            return
        heard = await guard.hooks.stop(end.words, again=round_ > 0)
        for record in heard.records:
            yield session.record(record)
        if not heard.said.blocked or round_ == LONGEST_REFUSAL:
            return
        words = f"A hook does not let you end yet: {heard.said.reason}"
        yield session.record(ItemAdded(item=items.developer(words)))
