"""The account of one answer: what it used and what it cost, however it ends."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from quire.errors import QuireError
from quire.gateway.compaction import CHARACTERS_PER_TOKEN
from quire.gateway.plans import Plan
from quire.gateway.pricing import booked, estimate, in_millionths
from quire.gateway.purses import Taken
from quire.models.catalogue import Entry, cost
from quire.models.passing import Frames
from quire.models.routes import Attempt
from quire.protocol import events
from quire.protocol.events import Event, Lifecycle
from quire.protocol.records import Answered
from quire.protocol.requests import Request
from quire.protocol.responses import Response, Usage
from quire.store.ledger import Used

_UNTOLD = Usage()
# The events whose words are counted.
_DELTAS = (
    events.TextDelta, events.ArgumentsDelta, events.SummaryDelta, events.InputDelta,
    events.DiffDelta, events.CommandDelta,
)  # fmt: skip


class Settling(Protocol):
    """Whoever keeps the books."""

    def attempts(self, asked: Request) -> Sequence[Attempt]:
        """Return who may answer a request, in their order. Raises QuireError."""
        ...

    def settle(self, plan: Plan, used: Used, taken: Taken) -> None:
        """Note what an answer used, and take its cost out of what was set aside for it."""
        ...


class Account:
    """The account of one answer; closed once, however the answer ends."""

    _characters = 0
    _answered: Answered | None = None
    _signed: Mapping[str, object] = MappingProxyType({})
    _giver: Attempt | None = None
    _open = True

    def __init__(self, accounts: Settling, plan: Plan, priced: Entry, taken: Taken) -> None:
        """Open it with what was taken for it."""
        self._accounts = accounts
        self._plan = plan
        self._priced = priced
        self._taken = taken
        self._began = time.monotonic()

    def said(self, characters: int) -> None:
        """Take note of so many characters of the answer."""
        if characters > 0:
            self._characters += characters

    def answered(self, record: Answered) -> None:
        """Take note of what the model told of its answer."""
        self._answered = record

    def see(self, event: Event) -> None:
        """Take note of an event of the model."""
        if isinstance(event, Frames):
            self.said(event.characters)
        elif isinstance(event, _DELTAS):
            self._characters += len(event.delta)
        elif isinstance(event, Lifecycle):
            self._signed = _signature_of(event.response) or self._signed
        elif isinstance(event, Answered):
            self.answered(event)

    def given_by(self, attempt: Attempt | None) -> None:
        """Know who gives the answer, where no event has said so."""
        if attempt is not None and not self._signed:
            self._giver = attempt
            self._signed = {"provider": attempt.provider.name, "model": attempt.entry.id}

    def close(self, status: str, *, begun: bool) -> None:
        """Settle, the first time; an answer that broke is charged for what had been told.

        `status` is how it ended: that of its response, `failed`, or `left` by its client.
        """
        if not self._open:
            return
        self._open = False
        plan, told = self._plan, self._answered
        usage = self._usage(begun=begun)
        known = usage.cost if usage.cost is not None else self._cost(usage)
        money = None if known is None else in_millionths(known)
        own = bool(plan.caller.own)
        used = Used(
            id=plan.response_id,
            at=time.time(),
            key=plan.caller.key.id,
            project=plan.caller.project,
            app=plan.caller.app,
            asked=plan.request.model,
            model=told.model if told else plan.request.model,
            status=status,
            input_tokens=usage.input_tokens,
            cached_tokens=usage.input_tokens_details.cached_tokens,
            output_tokens=usage.output_tokens,
            reasoning_tokens=usage.output_tokens_details.reasoning_tokens,
            cost=0 if own else money,
            seconds=time.monotonic() - self._began,
            first_token=told.first_token if told else None,
            provider=str(self._signed.get("provider", "")),
            streamed=int(plan.request.stream is True),
            entry=str(self._signed.get("model") or self._priced.id),
            byok=int(own),
            byok_cost=(money or 0) if own else 0,
        )
        self._accounts.settle(plan, used, self._taken)

    def _cost(self, usage: Usage) -> float | None:
        """Return what an answer cost that did not say so, at whoever gave it, if that is known."""
        if self._giver is not None:
            return cost(self._giver.entry, usage, self._giver.price)
        try:
            attempts = self._accounts.attempts(self._plan.context)
        except QuireError:  # what was asked then cannot be asked any more
            attempts = ()
        provider = self._signed.get("provider")
        mine = [each for each in attempts if each.provider.name == provider]
        first = next(iter(mine or attempts), None)
        if first is None:
            return cost(self._priced, usage)
        return cost(first.entry, usage, first.price)

    def _usage(self, *, begun: bool) -> Usage:
        """Return what was used: what the upstream told, else about what it was given and said."""
        told = self._answered
        if told is None:
            return self._guess() if begun else _UNTOLD
        silent = told.usage == _UNTOLD and self._signed
        return self._guess() if silent else booked(told.usage)

    def _guess(self) -> Usage:
        given = estimate(self._plan.context)
        told = -(-self._characters // CHARACTERS_PER_TOKEN)
        told = min(told, self._plan.context.max_output_tokens or told)
        return Usage(input_tokens=given, output_tokens=told, total_tokens=given + told)


def _signature_of(response: Response) -> Mapping[str, object]:
    """Return who gave an answer, as its router signed it."""
    signed = response.rest.get("quire")
    return signed if isinstance(signed, dict) else {}
