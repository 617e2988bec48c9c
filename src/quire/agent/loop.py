"""The central loop: ask, act, ask again, until the model asks for nothing more."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Protocol

from quire.agent.approvals import Approver
from quire.agent.parallel import batches, merged
from quire.agent.session import Session
from quire.protocol.events import Event
from quire.protocol.items import Call
from quire.protocol.model import Model
from quire.protocol.records import ItemAdded


class Tools(Protocol):
    """The hands: they carry out calls and answer each with an output item."""

    def run(self, call: Call) -> AsyncIterator[Event]:
        """Carry out `call`; the last event is the ItemAdded with its output."""
        ...

    def refuse(self, call: Call, reason: str) -> ItemAdded:
        """Return the output that tells the model why `call` was not carried out."""
        ...

    def recover(self, call: Call, records: Sequence[Event]) -> AsyncIterator[Event]:
        """Answer a call that had begun when the session was cut off; nothing runs twice."""
        ...


async def run(
    session: Session, model: Model, tools: Tools, approver: Approver
) -> AsyncGenerator[Event, None]:
    """Yield every event of one task until the model asks for nothing more."""
    while not session.over_budget():  # steps, money, time
        for word in session.heard():  # what a person typed meanwhile
            yield word
        async for event in session.compact(model):  # yields nothing while there is room
            yield session.record(event)
        if session.is_cramped():  # the next request would go beyond a cap
            break
        async for event in model.respond(session.request()):
            yield session.record(event)
        calls = session.pending()  # calls that have no output yet
        if not calls and not session.is_steered() and not session.was_bounded():
            return
        for batch in batches(calls):  # commands side by side, everything else one by one
            allowed: list[Call] = []
            async for event in _decided(batch, tools, approver, allowed):
                yield session.record(event)
            async for event in merged([tools.run(call) for call in allowed]):
                yield session.record(event)
    yield session.record(session.exhausted())  # a limit is said, never silent


async def _decided(
    batch: Sequence[Call], tools: Tools, approver: Approver, allowed: list[Call]
) -> AsyncIterator[Event]:
    """Yield the decisions on a batch and the outputs of what is refused; gather the rest."""
    for call in batch:
        decision = await approver.decide(call)
        for record in decision.records:
            yield record
        if decision.allowed:
            allowed.append(call)
        else:
            yield tools.refuse(call, decision.reason)


async def recovered(session: Session, tools: Tools) -> AsyncIterator[Event]:
    """Yield the outputs of the calls that had begun when the session was cut off."""
    for call in session.pending():
        records = session.begun(call)
        if records:
            async for event in tools.recover(call, records):
                yield session.record(event)
