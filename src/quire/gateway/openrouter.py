"""OpenRouter's dialect below /api/v1: chat with reasoning details and cost, lists, lookups."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Iterator, Mapping
from datetime import UTC, datetime

import msgspec

from quire.errors import InvalidRequest, UsageError, shortened
from quire.gateway.begun import Begun, begin
from quire.gateway.door import Door
from quire.gateway.exchange import JSON, Asked, Headers, Reply, Stream
from quire.gateway.identity import may_ask
from quire.gateway.measures import measured
from quire.gateway.offers import endpoints_object, model_object
from quire.gateway.telling import ENCRYPTED
from quire.models.catalogue import Entry, Price
from quire.protocol.chat_answers import ChunkWriter, Shape, completion
from quire.protocol.chat_orders import ChatOrder, read_chat
from quire.protocol.sse import DONE
from quire.store.ledger import Used
from quire.store.uses import Sum

_PROCESSING = b": OPENROUTER PROCESSING\n\n"
_MILLION = 1_000_000
_DAY = 86_400
_MONTH = 30 * _DAY
# Another worker writes a row a moment after its answer has ended; in seconds.
_LOOKS = (0.0, 0.02, 0.05, 0.1, 0.3)
_LONGEST_LIST = 1000
# What a generation has at OpenRouter, and is not kept here.
_UNKNOWN = (
    "app_id", "cache_discount", "data_region", "external_user", "http_referer",
    "moderation_latency", "native_tokens_completion_images", "num_media_completion",
    "num_media_prompt", "num_search_results", "preset_id", "request_id", "router", "service_tier",
    "session_id", "upstream_id", "user_agent", "web_search_engine", "workspace_id",
)  # fmt: skip


async def chat(door: Door, asked: Asked) -> Reply | Stream:
    """Answer a chat as OpenRouter does: usage with its cost always, reasoning details, comments."""
    order = read_chat(asked.body)
    include = (*order.request.include, *((ENCRYPTED,) if order.show_reasoning else ()))
    request = msgspec.structs.replace(order.request, stream=order.stream, include=include)
    begun = await begin(door, asked, request)
    shape = _shape(begun, order)
    named: Headers = ((b"x-generation-id", shape.id.encode()),)
    price = _price(door, begun)
    if order.stream:
        return Stream(_frames(begun, ChunkWriter(shape), price), named)
    whole = completion(await begun.whole(), shape)
    return Reply(msgspec.json.encode(_extended(whole, begun, price)), headers=(JSON, *named))


async def models(door: Door, asked: Asked) -> Reply:
    """List the models that the key can ask for, filtered as the query says."""
    key = asked.caller.key
    having = (entry for entry in door.models.entries() if may_ask(key, entry.id))
    found = [entry for entry in having if _wanted(entry, asked)]
    start = max(0, asked.number("offset") or 0)
    most = asked.number("limit") or _LONGEST_LIST
    shown = found[start : start + most]
    body = {"data": [model_object(entry) for entry in shown], "total_count": len(found)}
    return Reply(msgspec.json.encode({**body, "links": {"next": None}}))


async def endpoints(door: Door, asked: Asked) -> Reply:
    """List who can be asked for a model, with prices and live measures."""
    name = asked.parts["id"]
    offers = door.models.offers(name)
    if not offers:
        raise UsageError(
            f"The model '{shortened(name)}' cannot be asked for here.",
            hint="GET /api/v1/models lists what can.",
            param="model",
            code="model_not_found",
            status=404,
        )
    records = await measured(door, offers)
    now = time.time()
    body = endpoints_object(offers[0].entry, records, now)
    return Reply(msgspec.json.encode({"data": body}))


async def generation(door: Door, asked: Asked) -> Reply:
    """Return what one answer used, by its id in any dialect."""
    used = await found_use(door, asked)
    body = {
        **dict.fromkeys(_UNKNOWN),
        **generation_fields(used),
        "api_type": "completions",
        "cancelled": used.status in ("left", "cancelled"),
        "native_finish_reason": used.status,
        "tokens_prompt": used.input_tokens,
        "tokens_completion": used.output_tokens,
        "origin": used.app,
        "provider_responses": [],
    }
    return Reply(msgspec.json.encode({"data": {**body, "id": asked.one("id")}}))


async def credits(door: Door, asked: Asked) -> Reply:
    """Return what the key may spend in all, and what it has spent."""
    key = asked.caller.key
    used = await (await door.told()).total(key.id)
    body = {"total_credits": _dollars(key.limits.total or 0), "total_usage": _dollars(used.cost)}
    return Reply(msgspec.json.encode({"data": body}))


async def key(door: Door, asked: Asked) -> Reply:
    """Return the key's limits and what it has used of them."""
    held = asked.caller.key
    spent_sums = await _spent(door, held.id)
    total, day, week, month = (each.cost for each in spent_sums)
    own, own_day, own_week, own_month = (_dollars(each.byok_cost) for each in spent_sums)
    limits = held.limits
    bounds = (("daily", limits.day, day), ("monthly", limits.month, month))
    reset, most, spent = next(
        (bound for bound in bounds if bound[1] is not None), (None, limits.total, total)
    )
    body = {
        "label": f"{held.name} (…{held.ending})",
        "limit": None if most is None else _dollars(most),
        "limit_remaining": None if most is None else _dollars(max(0, most - spent)),
        "limit_reset": reset,
        "usage": _dollars(total),
        "usage_daily": _dollars(day),
        "usage_weekly": _dollars(week),
        "usage_monthly": _dollars(month),
        "byok_usage": own,
        "byok_usage_daily": own_day,
        "byok_usage_weekly": own_week,
        "byok_usage_monthly": own_month,
        "is_free_tier": False,
        "is_provisioning_key": False,
        "rate_limit": {"requests": limits.per_minute or -1, "interval": "1m"},
        "expires_at": None,
    }
    return Reply(msgspec.json.encode({"data": body}))


async def _spent(door: Door, name: str) -> list[Sum]:
    """Return what a key has used in all, today, in seven days, this month."""
    now = time.time()
    today = now - now % _DAY
    began = (0.0, today, today - 6 * _DAY, _month_began(now))
    uses = await door.told()
    return [await uses.total(name, since) for since in began]


async def activity(door: Door, asked: Asked) -> Reply:
    """Return use by day, model and provider (`group_by=key`: and key), of one day or of thirty."""
    since, until = _days(asked.one("date"))
    group = asked.one("group_by")
    if group not in ("", "key"):
        raise InvalidRequest(
            f"Invalid value for 'group_by': {group!r} is not 'key'.",
            hint="Without it use is told by day, model and provider.",
            param="group_by",
            code="invalid_value",
        )
    by = ("day", "model", "provider", *((group,) if group else ()))
    sums = await (await door.told()).sums(asked.caller.project, since, until, by)
    return Reply(msgspec.json.encode({"data": [_activity(each) for each in sums]}))


async def found_use(door: Door, asked: Asked) -> Used:
    """Return what the answer that `id` names used. Raises UsageError 404."""
    name = asked.one("id")
    digits = name[max(name.rfind("-"), name.rfind("_")) + 1 :]
    uses = await door.told()
    for wait in _LOOKS:
        await asyncio.sleep(wait)
        used = await uses.find(asked.caller.project, f"resp_{digits}")
        if used is not None:
            return used
    raise UsageError(
        f"Generation '{shortened(name)}' not found.",
        hint="Give the 'id' of an answer that has ended.",
        param="id",
        code="not_found",
        status=404,
    )


def generation_fields(used: Used) -> dict[str, object]:
    """Return what both gateways tell of a generation; times in milliseconds, money in dollars."""
    first = used.first_token if used.first_token is not None else used.seconds
    money = _dollars(used.cost or 0)
    return {
        "id": used.id,
        "model": used.model,
        "provider_name": used.provider or None,
        "created_at": datetime.fromtimestamp(used.at, UTC).isoformat(),
        "streamed": bool(used.streamed),
        "finish_reason": "stop" if used.status == "completed" else used.status,
        "latency": round(first * 1000),
        "generation_time": round((used.seconds - first) * 1000),
        "native_tokens_prompt": used.input_tokens,
        "native_tokens_completion": used.output_tokens,
        "native_tokens_reasoning": used.reasoning_tokens,
        "native_tokens_cached": used.cached_tokens,
        "total_cost": money,
        "usage": money,
        "upstream_inference_cost": _dollars(used.byok_cost) if used.byok else money,
        "is_byok": bool(used.byok),
    }


def _shape(begun: Begun, order: ChatOrder) -> Shape:
    return Shape(
        id=begun.named("gen-"),
        created=begun.plan.created_at,
        model=begun.model,
        show_reasoning=order.show_reasoning,
        include_usage=True,
    )


def _price(door: Door, begun: Begun) -> Price | None:
    """Return what the answer's provider asks for the model, None where it is unknown."""
    offers = door.models.offers(begun.plan.request.model)
    return next((each.price for each in offers if each.provider.name == begun.provider), None)


async def _frames(
    begun: Begun, writer: ChunkWriter, price: Price | None
) -> AsyncGenerator[bytes, None]:
    yield _PROCESSING
    async for event in begun.events:
        for chunk in writer.feed(event):
            yield b"data: %s\n\n" % msgspec.json.encode(_extended(chunk, begun, price))
    yield DONE


def _extended(answer: dict[str, object], begun: Begun, price: Price | None) -> dict[str, object]:
    """Return an answer or a chunk with OpenRouter's own keys."""
    answer["provider"] = begun.provider
    for choice in _mappings(answer.get("choices")):
        choice["native_finish_reason"] = choice.get("finish_reason")
    usage = answer.get("usage")
    if isinstance(usage, dict):
        own = bool(begun.plan.caller.own)
        usage["is_byok"] = own
        usage["cost_details"] = {
            "upstream_inference_cost": usage.get("cost"),
            **_parts_of_cost(usage, price),
        }
        if own:  # the client's account is charged, and this one is not
            usage["cost"] = 0.0
    return answer


def _parts_of_cost(usage: Mapping[str, object], price: Price | None) -> dict[str, object]:
    """Return what of a cost is for the prompt and what for the answer, in dollars."""
    told = (usage.get("cost"), usage.get("completion_tokens"))
    match told:
        case (float(whole), int(tokens)) if price is not None:
            answer = min(whole, tokens * price.output / _MILLION)
            return {
                "upstream_inference_prompt_cost": whole - answer,
                "upstream_inference_completions_cost": answer,
            }
    return {}


def _mappings(value: object) -> Iterator[dict[str, object]]:
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict):
            yield each


def _wanted(entry: Entry, asked: Asked) -> bool:
    filters: Mapping[str, tuple[str, ...]] = {
        "supported_parameters": entry.parameters,
        "input_modalities": entry.inputs,
        "output_modalities": entry.outputs,
    }
    for name, has in filters.items():
        wanted = {each for each in asked.one(name).split(",") if each}
        if not wanted <= set(has):
            return False
    words = asked.one("q").lower()
    return words in f"{entry.name} {entry.title} {entry.description}".lower()


def _activity(each: Sum) -> dict[str, object]:
    return {
        "date": each.group["day"],
        "model": each.group["model"],
        "model_permaslug": each.group["model"],
        **({"key": each.group["key"]} if "key" in each.group else {}),
        "endpoint_id": each.group["provider"],
        "provider_name": each.group["provider"],
        "requests": each.requests,
        "prompt_tokens": each.input_tokens,
        "completion_tokens": each.output_tokens,
        "reasoning_tokens": each.reasoning_tokens,
        "cached_tokens": each.cached_tokens,
        "usage": _dollars(each.cost),
        "byok_usage_inference": _dollars(each.byok_cost),
    }


def _days(day: str) -> tuple[float, float]:
    """Return the first and the last moment of a day, or of thirty up to now."""
    if not day:
        now = time.time()
        return now - now % _DAY - 29 * _DAY, now + 1
    try:
        start = datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()
    except ValueError as error:
        raise UsageError(
            f"Invalid value for 'date': {day!r}.", hint="Write it as YYYY-MM-DD.", param="date"
        ) from error
    return start, start + _DAY


def _month_began(now: float) -> float:
    first = datetime.fromtimestamp(now, UTC).replace(day=1, hour=0, minute=0, second=0)
    return first.replace(microsecond=0).timestamp()


def _dollars(millionths: int) -> float:
    return millionths / _MILLION
