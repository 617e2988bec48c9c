"""Responses in OpenRouter's dialect: what /v1/responses answers, with OpenRouter's keys in usage.

Only the object of a response that has ended is read again; every other byte passes.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import msgspec
from msgspec import Raw, Struct

from quire.gateway import responses
from quire.gateway.door import Door
from quire.gateway.exchange import Asked, Frames, Reply, Stream

_MILLION = 1_000_000
# The frame that carries a response which has ended.
_END = re.compile(
    rb"^(event: response\.(?:completed|incomplete|failed)\ndata: )(.*)$", re.MULTILINE
)


class _Signed(Struct, frozen=True):
    provider: str = ""
    model: str = ""


class _Usage(Struct, frozen=True):
    output_tokens: int = 0
    cost: float | None = None


class _Ended(Struct, frozen=True):
    """What is read of a response."""

    usage: _Usage | None = None
    quire: _Signed = _Signed()


_fields = msgspec.json.Decoder(dict[str, Raw])
_ended = msgspec.json.Decoder(_Ended)


async def create(door: Door, asked: Asked) -> Reply | Stream:
    """Answer a request of the Responses API as OpenRouter does: usage with its cost in parts."""
    plan = await responses.planned(door, asked)
    own = bool(plan.caller.own)
    answer = await responses.answered(door, plan)
    if isinstance(answer, Stream):
        return Stream(_Extended(answer.frames, door, own=own), answer.headers)
    return msgspec.structs.replace(answer, body=_extended(answer.body, door, own=own))


class _Extended:
    """Frames of an answer; in the last event's, usage has OpenRouter's keys."""

    def __init__(self, frames: Frames, door: Door, *, own: bool) -> None:
        self._frames = frames
        self._told = aiter(frames)
        self._door = door
        self._own = own

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        return _END.sub(self._ended, await anext(self._told))

    def _ended(self, found: re.Match[bytes]) -> bytes:
        event = _fields.decode(found[2])
        event["response"] = Raw(_extended(event["response"], self._door, own=self._own))
        return found[1] + msgspec.json.encode(event)

    async def aclose(self) -> None:
        await self._frames.aclose()


def _extended(body: bytes | Raw, door: Door, *, own: bool) -> bytes:
    """Return a response whose usage tells whose account it was, and the cost in its parts.

    A cost that is not known has no parts.
    """
    told, whole = _ended.decode(body), _fields.decode(body)
    if told.usage is None:
        return msgspec.json.encode(whole)
    usage: dict[str, object] = {**_fields.decode(whole["usage"]), "is_byok": own}
    details = _details(told.usage, told.quire, door)
    if details is not None:
        usage["cost_details"] = details
    if own:  # the client's account is charged, and this one is not
        usage["cost"] = 0.0
    whole["usage"] = Raw(msgspec.json.encode(usage))
    return msgspec.json.encode(whole)


def _details(usage: _Usage, signed: _Signed, door: Door) -> dict[str, float] | None:
    """Return a cost in dollars, and what of it is for the input and what for the output."""
    offers = door.models.offers(signed.model) if signed.model else ()
    price = next((each.price for each in offers if each.provider.name == signed.provider), None)
    if usage.cost is None or price is None:
        return None
    output = min(usage.cost, usage.output_tokens * price.output / _MILLION)
    return {
        "upstream_inference_cost": usage.cost,
        "upstream_inference_input_cost": usage.cost - output,
        "upstream_inference_output_cost": output,
    }
