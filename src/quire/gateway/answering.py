"""The one path of every dialect: check, expand, ask, tell, keep. A dialect decodes and encodes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Iterator, Mapping
from typing import Protocol, TypeAlias

import msgspec
from msgspec import Struct

from quire.errors import InvalidRequest, QuireError, StreamBroken
from quire.gateway import expansion, faults
from quire.gateway.accounts import Accounts
from quire.gateway.compaction import Compacting, Folding, crosses, folds, unfolded
from quire.gateway.credentials import Own, refuse_kept, taken_out
from quire.gateway.cutting import cut
from quire.gateway.identity import Caller, check_models
from quire.gateway.listed import listed
from quire.gateway.memory import Memory
from quire.gateway.plans import Plan
from quire.gateway.prefixes import Prefixes
from quire.gateway.telling import ENCRYPTED, Telling
from quire.gateway.windows import within
from quire.models.metered import metered
from quire.models.preferences import preferences_of
from quire.models.streams import closing
from quire.protocol import events
from quire.protocol.events import Event
from quire.protocol.items import Compaction, Item, ItemReference
from quire.protocol.model import Model
from quire.protocol.narration import narrate, new_id
from quire.protocol.pairing import check_pairs
from quire.protocol.records import Answered
from quire.protocol.requests import Request
from quire.protocol.responses import Response, Usage
from quire.protocol.rules import check
from quire.store.history import Stored

# What the door does itself, and a model is not told.
_DOORS_OWN = frozenset({"conversation", "background", "stream_options", "context_management"})
# Items that stand for others, which are put in their place.
_STANDING_FOR = (ItemReference, Compaction)
# Answers that are remembered for a while, stored or not: id → their whole context.
Recent: TypeAlias = Mapping[str, tuple[Item, ...]]


class Asking(Protocol):
    """Whatever finds the Model for a request."""

    def model_for(self, request: Request, own: Own | None = None) -> Model:
        """Return the Model that answers `request`, with the client's credentials if it has any.

        Raises QuireError.
        """
        ...


class Teller(Protocol):
    """Whoever turns the events of a model into those that a client gets."""

    @property
    def begun(self) -> bool:
        """Whether anything has been told."""
        ...

    @property
    def final(self) -> Response | None:
        """The whole response, once it has been told."""
        ...

    def tell(self, event: Event) -> Event | None:
        """Return the event as the client gets it, None where it is not the client's."""
        ...

    def failed(self, error: QuireError) -> Iterator[Event]:
        """Yield the events that end an answer which failed in its midst."""
        ...


class Means(Struct, frozen=True, kw_only=True):
    """What an answer is made with: models to ask, memory to keep it, accounts to charge it to.

    `prefixes` are those of the prompts that the engine has seen.
    """

    models: Asking
    memory: Memory
    accounts: Accounts
    prefixes: Prefixes


async def prepare(
    memory: Memory,
    caller: Caller,
    request: Request,
    *,
    recent: Recent | None = None,
    again: Stored | None = None,
) -> Plan:
    """Decide everything about an answer before a model is asked.

    `recent` holds answers that are remembered though they may not be stored; `again` is what is
    stored of an answer that is to be gone on with. Raises InvalidRequest for a request that
    breaks a rule, names context that is not there, or asks for something to be kept where nothing
    may be, and RefusedError for a model that the key may not ask for.
    """
    request, own_keys = taken_out(request)
    own_keys = {**caller.own, **own_keys}
    refuse_kept(own_keys, background=request.rest.get("background") is True)
    check(request)
    if caller.key.models:
        check_models(caller.key, preferences_of(request).models)
    zdr = caller.zdr or asks_zdr(request)
    keep = request.store is not False and not zdr
    near = (recent or {}).get(request.previous_response_id or "")
    if zdr:
        refuse_keeping(request, remembered=near is not None)
    before = (
        await expansion.before(memory, caller.project, request)
        if near is None
        else expansion.Before(items=near)
    )
    own = await expansion.resolved(memory, caller.project, request.input, before.items)
    whole = tuple(unfolded((*before.items, *own)))
    if before.items or any(isinstance(item, _STANDING_FOR) for item in request.input):
        check_pairs(whole)
    return Plan(
        caller=msgspec.structs.replace(caller, zdr=zdr, own=own_keys),
        request=request,
        context=within(_context(request, whole, keep=keep, zdr=zdr)),
        response_id=again.id if again else new_id("resp_"),
        created_at=again.created_at if again else int(time.time()),
        given=tuple(map(listed, own if near is None else (*near, *own))) if keep else (),
        keep=keep,
        background=request.rest.get("background") is True,
        conversation=before.conversation,
        place=before.place,
    )


def _asked(means: Means, plan: Plan) -> Model:
    """Return the Model that answers, with what the door does to its answer. Raises QuireError."""
    asked = means.models.model_for(plan.context, plan.caller.own)
    if folds(plan.context.input):
        return Folding()
    asked = cut(means.prefixes.counted(plan, asked), plan.context)
    return Compacting(asked) if crosses(plan.request, plan.context) else asked


async def told(means: Means, plan: Plan, telling: Teller) -> AsyncGenerator[Event, None]:
    """Yield the events of an answer, the last one terminal, and keep nothing.

    Raises QuireError only where nothing has been told yet; later failures are events.
    """
    failure: QuireError = StreamBroken("The answer ended without a last event.")
    model = metered(_asked(means, plan))
    account = await means.accounts.open(plan)
    ending, last = "left", None
    try:
        with faults.ours_told():
            async with closing(model.respond(plan.context)) as stream:
                async for event in stream:
                    account.see(event)
                    shown = telling.tell(event)
                    if isinstance(event, events.TERMINAL):
                        last = shown
                    elif isinstance(event, Answered) and last is not None and telling.final:
                        account.close(telling.final.status, begun=True)
                        yield last  # what it used is noted before anybody has the whole answer
                        last = None
                    elif shown is not None:
                        yield shown
        ending = "failed"
    except QuireError as error:
        failure, ending = error, "failed"
    finally:
        ending = telling.final.status if telling.final else ending
        account.close(ending, begun=telling.begun)
    if telling.final is not None:
        return
    failure = failure or StreamBroken("The answer ended without a last event.")
    if not telling.begun:
        raise failure
    for event in telling.failed(failure):
        yield event


async def answer(means: Means, plan: Plan, telling: Telling) -> AsyncGenerator[Event, None]:
    """Yield the events of an answer; it can be found and built on when its last one leaves."""
    async with closing(told(means, plan, telling)) as stream:
        async for event in stream:
            if telling.final is not None:
                await kept(means, plan, telling)
            yield event


async def nothing(means: Means, plan: Plan, telling: Telling) -> AsyncGenerator[Event, None]:
    """Yield the events of an answer without output, which can be built on; no model is asked."""
    for event in narrate((), model=plan.request.model, usage=Usage()):
        shown = telling.tell(event)
        if telling.final is not None:
            await kept(means, plan, telling)
        if shown is not None:
            yield shown


def stored(plan: Plan, telling: Telling) -> Stored:
    """Return what is kept of an answer as it stands."""
    response = telling.final or telling.standing("in_progress")
    return Stored(
        id=plan.response_id,
        owner=plan.caller.project,
        created_at=plan.created_at,
        status=response.status,
        body=response.wire(),
        input=plan.given,
        output=telling.output,
        background=plan.background,
        previous=plan.request.previous_response_id,
        conversation=plan.conversation,
        place=plan.place,
    )


def asks_zdr(request: Request) -> bool:
    """Return whether a request itself asks that nothing of it be kept."""
    provider = request.rest.get("provider")
    options = request.rest.get("providerOptions")
    gateway = options.get("gateway") if isinstance(options, Mapping) else None
    return (isinstance(provider, Mapping) and provider.get("zdr") is True) or (
        isinstance(gateway, Mapping) and gateway.get("zeroDataRetention") is True
    )


def refuse_keeping(request: Request, *, remembered: bool = False) -> None:
    """Refuse a request of zero data retention that needs something kept. Raises InvalidRequest.

    `remembered` says that its previous response is at hand without having been stored.
    """
    asked = {
        "store": request.store,
        "background": request.rest.get("background"),
        "conversation": request.rest.get("conversation"),
        "previous_response_id": None if remembered else request.previous_response_id,
    }
    for name, value in asked.items():
        if value:
            raise InvalidRequest(
                f"'{name}' cannot be used under zero data retention: nothing is kept.",
                hint="Send the whole input, with 'reasoning.encrypted_content' in 'include'.",
                param=name,
                code="zero_data_retention",
            )


async def kept(means: Means, plan: Plan, telling: Telling) -> None:
    """Keep an answer that may be kept; a conversation has grown when this returns."""
    if not plan.keep:
        return
    history = means.memory.history
    committed = history.save(stored(plan, telling))
    if plan.conversation is not None or history.crowded:
        await asyncio.wrap_future(committed)


def _context(request: Request, whole: tuple[Item, ...], *, keep: bool, zdr: bool) -> Request:
    """Return what the model is asked: all of the input, nothing stored, opaque reasoning shown.

    Under zero data retention only upstreams with an agreement may be asked.
    """
    opaque = (ENCRYPTED,) if keep and ENCRYPTED not in request.include else ()
    rest = {name: value for name, value in request.rest.items() if name not in _DOORS_OWN}
    asked = rest.get("provider")
    wish = asked if isinstance(asked, Mapping) else {}
    return msgspec.structs.replace(
        request,
        input=whole,
        store=False,
        previous_response_id=None,
        include=(*request.include, *opaque),
        rest={**rest, "provider": {**wish, "zdr": True}} if zdr else rest,
    )
