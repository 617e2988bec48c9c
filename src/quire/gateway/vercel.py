"""Vercel AI Gateway's protocol: the AI SDK's language-model calls, and the lookups around them."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from datetime import UTC, datetime

import msgspec

from quire.errors import InvalidRequest
from quire.gateway.begun import Begun, begin
from quire.gateway.door import Door
from quire.gateway.exchange import Asked, Reply, Stream
from quire.gateway.identity import may_ask
from quire.gateway.offers import vercel_pricing
from quire.gateway.openrouter import found_use, generation_fields
from quire.gateway.refusals import vercel_failure
from quire.models.catalogue import Entry
from quire.protocol.sse import DONE
from quire.protocol.vercel_answers import Manner, PartWriter, whole_answer
from quire.protocol.vercel_orders import read_call
from quire.store.uses import Sum

_MILLION = 1_000_000
_DAY = 86_400
_UNLIMITED = "Infinity"
# The protocol's version by the first part of a path: AI SDK 5, 6 and 7.
_VERSIONS = {"1": 2, "2": 2, "3": 3, "4": 4}
# What a report is grouped by, by its own names.
_GROUPS = {
    "day": "day",
    "hour": "hour",
    "user": "key",
    "model": "model",
    "tag": "app",
    "provider": "provider",
    "credential_type": "byok",
}
_CREDENTIALS = {"0": "system", "1": "byok"}


async def language_model(door: Door, asked: Asked) -> Reply | Stream:
    """Answer one call of the AI SDK; its model and manner are in the headers."""
    model = asked.headers.get("ai-language-model-id", "")
    if not model:
        raise InvalidRequest(
            "The header 'ai-language-model-id' is missing.",
            hint="Send the model's id in it, for example 'openai/gpt-5.1-codex'.",
            param="ai-language-model-id",
        )
    stream = asked.headers.get("ai-language-model-streaming") == "true"
    order = read_call(asked.body, model, stream=stream)
    begun = await begin(door, asked, order.request)
    manner = Manner(
        version=_version(asked),
        generation=begun.named("gen_"),
        created=begun.plan.created_at,
        model=begun.model,
        asked=model,
        names=order.names,
    )
    if stream:
        return Stream(_frames(begun, PartWriter(manner, vercel_failure)))
    return Reply(msgspec.json.encode(whole_answer(await begun.whole(), manner)))


async def config(door: Door, asked: Asked) -> Reply:
    """List the models as the AI SDK's `getAvailableModels` reads them."""
    version = f"v{_version(asked)}"
    key = asked.caller.key
    having = (entry for entry in door.models.entries() if may_ask(key, entry.id))
    found = [_available(entry, version) for entry in having]
    return Reply(msgspec.json.encode({"models": found}))


async def credits(door: Door, asked: Asked) -> Reply:
    """Return what the key may still spend and what it has spent, as texts."""
    held = asked.caller.key
    spent = (await (await door.told()).total(held.id)).cost
    most = held.limits.total
    left = _UNLIMITED if most is None else _money(max(0, most - spent))
    return Reply(msgspec.json.encode({"balance": left, "total_used": _money(spent)}))


async def generation(door: Door, asked: Asked) -> Reply:
    """Return what one answer used, by its id in any dialect."""
    used = await found_use(door, asked)
    body = {
        **generation_fields(used),
        "id": asked.one("id"),
        "provider_name": used.provider,
        "native_tokens_cache_creation": 0,
        "billable_web_search_calls": 0,
    }
    return Reply(msgspec.json.encode({"data": body}))


async def report(door: Door, asked: Asked) -> Reply:
    """Return what was spent between two days, grouped as asked."""
    since = _moment(asked, "start_date", time.time() - 30 * _DAY)
    until = _moment(asked, "end_date", time.time()) + _DAY
    named = asked.one("group_by", "day")
    if named not in _GROUPS:
        raise InvalidRequest(
            f"Invalid value for 'group_by': {named!r} is not one of {', '.join(_GROUPS)}.",
            param="group_by",
            code="invalid_value",
        )
    if named == "day" and asked.one("date_part") == "hour":
        named = "hour"
    sums = await (await door.told()).sums(asked.caller.project, since, until, (_GROUPS[named],))
    kept = [each for each in sums if _kept(each, asked)]
    return Reply(msgspec.json.encode({"results": [_row(each, named) for each in kept]}))


async def _frames(begun: Begun, writer: PartWriter) -> AsyncGenerator[bytes, None]:
    async for event in begun.events:
        for part in writer.feed(event):
            yield b"data: %s\n\n" % msgspec.json.encode(part)
    yield DONE


def _version(asked: Asked) -> int:
    told = asked.headers.get("ai-language-model-specification-version", "")
    return int(told) if told in ("2", "3", "4") else _VERSIONS.get(asked.parts["version"], 4)


def _available(entry: Entry, version: str) -> dict[str, object]:
    pricing = vercel_pricing(entry.price)
    return {
        "id": entry.name,
        "name": entry.title or entry.name,
        "description": entry.description,
        **({"pricing": pricing} if pricing else {}),
        "specification": {
            "specificationVersion": version,
            "provider": entry.creator,
            "modelId": entry.name,
        },
        "modelType": "language",
    }


def _moment(asked: Asked, name: str, default: float) -> float:
    text = asked.one(name)
    if not text:
        return default - default % _DAY
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()
    except ValueError as error:
        raise InvalidRequest(
            f"Invalid value for '{name}': {text!r}.", hint="Write it as YYYY-MM-DD.", param=name
        ) from error


def _kept(each: Sum, asked: Asked) -> bool:
    wanted = ((name, asked.one(name)) for name in ("model", "provider"))
    return all(not value or each.group.get(name, value) == value for name, value in wanted)


def _row(each: Sum, named: str) -> dict[str, object]:
    own = next(iter(each.group.values()))
    return {
        named: _CREDENTIALS[own] if named == "credential_type" else own,
        "total_cost": each.cost / _MILLION,
        "market_cost": (each.cost + each.byok_cost) / _MILLION,
        "input_tokens": each.input_tokens,
        "output_tokens": each.output_tokens,
        "cached_input_tokens": each.cached_tokens,
        "cache_creation_input_tokens": 0,
        "reasoning_tokens": each.reasoning_tokens,
        "request_count": each.requests,
    }


def _money(millionths: int) -> str:
    return f"{millionths / _MILLION:.6f}"
