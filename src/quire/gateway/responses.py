"""The Responses dialect: POST /v1/responses and the endpoints around it."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator
from functools import partial

import msgspec

from quire.errors import InvalidRequest, UsageError, shortened
from quire.gateway import answering, compaction, expansion
from quire.gateway.begun import started, untaken_by
from quire.gateway.credentials import Own, taken_out
from quire.gateway.door import Door
from quire.gateway.exchange import JSON, Asked, Headers, Reply, Stream
from quire.gateway.pages import page
from quire.gateway.plans import Plan, generation_of
from quire.gateway.relaying import Relaying, relaying
from quire.gateway.telling import ENCRYPTED
from quire.models.passing import Frames, framed
from quire.models.streams import closing
from quire.protocol.events import Event
from quire.protocol.narration import new_id
from quire.protocol.requests import Request, read_request
from quire.protocol.responses import Usage, usage_fields
from quire.protocol.rules import check_known
from quire.protocol.sse import DONE, encode
from quire.store.history import Stored, array_of


async def create(door: Door, asked: Asked) -> Reply | Stream:
    """Answer a request: as one object, as a stream, or in the background."""
    return await answered(door, await planned(door, asked))


async def planned(door: Door, asked: Asked) -> Plan:
    """Return the plan of what is asked. Raises QuireError for what is wrong with it."""
    request = read_request(asked.body)
    if door.settings.strict_fields:
        check_known(request)
    return await answering.prepare(door.memory, asked.caller, request)


async def answered(door: Door, plan: Plan) -> Reply | Stream:
    """Answer what is planned. Raises QuireError for a model that gives nothing."""
    request = plan.request
    named: Headers = ((b"x-generation-id", generation_of(plan).encode()),)
    if plan.background:
        queued = await door.background.start(plan)
        if not request.stream:
            return Reply(queued, headers=(JSON, *named))
        return Stream(_frames(door.background.follow(plan.response_id)), named)
    passing = msgspec.structs.replace(plan, context=framed(plan.context))
    relayed = await relaying(door, passing)
    if relayed is not None:
        return await _relayed(door, passing, relayed, named)
    begun = await started(door, passing)
    named = (*named, *_dropped(begun.untaken))
    if request.stream:
        return Stream(_frames(begun.events), named)
    return Reply((await begun.whole()).wire(), headers=(JSON, *named))


async def _relayed(door: Door, plan: Plan, relayed: Relaying, named: Headers) -> Reply | Stream:
    """Answer with what passes."""
    try:
        await relayed.begun()
        named = (*named, *_dropped(untaken_by(door, plan, relayed.provider)))
        if plan.request.stream:
            return Stream(relayed, named, relayed.flow)
        return Reply((await relayed.whole()).wire(), headers=(JSON, *named))
    except BaseException:
        await relayed.aclose()
        raise


def _dropped(untaken: tuple[str, ...]) -> Headers:
    kinds = ", ".join(untaken).encode("ascii", "replace")
    return ((b"x-quire-dropped-tools", kinds),) if untaken else ()


async def retrieve(door: Door, asked: Asked) -> Reply | Stream:
    """Return a stored response, or tell the events of a background one again."""
    found = await _found(door, asked)
    if asked.one("stream") != "true":
        return Reply(_body(found, asked))
    if not found.background:
        raise UsageError(
            f"Response with id '{found.id}' was not made in the background; its events are gone.",
            hint="Create it with 'background': true to follow it again.",
            code="not_found",
            status=404,
        )
    after = asked.number("starting_after")
    return Stream(_frames(door.background.follow(found.id, -1 if after is None else after)))


async def delete(door: Door, asked: Asked) -> Reply:
    """Forget a response; what was built on it keeps its context. One that is made is stopped."""
    found = await _found(door, asked)
    name, project = found.id, asked.caller.project
    if found.background:  # whoever makes it would write it again
        await door.background.cancel(name)
    if not await expansion.sought(door.memory, partial(door.memory.history.delete, project, name)):
        raise no_response(name)
    return _json({"id": name, "object": "response", "deleted": True})


async def cancel(door: Door, asked: Asked) -> Reply:
    """Stop a background answer; one that has ended is returned as it is."""
    found = await _found(door, asked)
    if not found.background:
        raise InvalidRequest(
            "Cannot cancel a synchronous response.",
            hint="Only a response with 'background': true can be cancelled.",
            param="id",
            code="invalid_value",
        )
    await door.background.cancel(found.id)
    return Reply((await _found(door, asked)).body)


async def input_items(door: Door, asked: Asked) -> Reply:
    """List the input that a response was asked with, the newest item first by default."""
    found = await _found(door, asked)
    return Reply(page(found.input, asked))


async def count(door: Door, asked: Asked) -> Reply:
    """Return about how many tokens a request would count for."""
    plan = await answering.prepare(door.memory, asked.caller, read_request(asked.body))
    _check_had(door, plan.context, plan.caller.own)
    counted = compaction.tokens(plan.context.body())
    return _json({"object": "response.input_tokens", "input_tokens": counted})


async def compact(door: Door, asked: Asked) -> Reply:
    """Fold a context into the words of people and one opaque item."""
    request, own_keys = taken_out(read_request(asked.body))
    _check_had(door, request, {**asked.caller.own, **own_keys})
    owner = asked.caller.project
    if asked.caller.zdr or answering.asks_zdr(request):
        answering.refuse_keeping(request)
    before = await expansion.before(door.memory, owner, request)
    own = await expansion.resolved(door.memory, owner, request.input, before.items)
    whole = tuple(compaction.unfolded((*before.items, *own)))
    output = compaction.compacted(whole)
    array = array_of(output).encode()
    given, told = compaction.tokens(array_of(whole).encode()), compaction.tokens(array)
    usage = Usage(input_tokens=given, output_tokens=told, total_tokens=given + told)
    return _json(
        {
            "id": new_id("resp_"),
            "object": "response.compaction",
            "created_at": int(time.time()),
            "output": msgspec.Raw(array),
            "usage": usage_fields(usage),
        }
    )


def _check_had(door: Door, request: Request, own: Own) -> None:
    """Refuse a model that nobody has, though nobody is asked. Raises what asking it raises."""
    door.models.model_for(request, own)


def no_response(name: str) -> UsageError:
    """Return the error for a response that is not there."""
    return UsageError(
        f"Response with id '{shortened(name)}' not found.", code="not_found", status=404
    )


async def _found(door: Door, asked: Asked) -> Stored:
    name = asked.parts["id"]
    look = partial(door.memory.history.find, asked.caller.project, name)
    found = await expansion.sought(door.memory, look)
    if found is None:
        raise no_response(name)
    return found


async def _frames(events: AsyncIterator[Event]) -> AsyncGenerator[bytes, None]:
    async with closing(events) as opened:
        async for event in opened:
            yield event.data if isinstance(event, Frames) else encode(event)
    yield DONE


def _body(found: Stored, asked: Asked) -> bytes:
    """Return a stored response; with the encrypted reasoning where the query includes it."""
    if not found.output or ENCRYPTED not in asked.query.get("include", ()):
        return found.body
    whole: dict[str, object] = dict(msgspec.json.decode(found.body, type=dict[str, msgspec.Raw]))
    whole["output"] = [msgspec.Raw(item.wire()) for item in found.output]
    return msgspec.json.encode(whole)


def _json(value: object) -> Reply:
    return Reply(msgspec.json.encode(value))
