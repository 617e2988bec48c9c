"""A Response: the whole of one answer, and the usage it is charged by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec import Raw, Struct

from quire.errors import InvalidRequest
from quire.protocol.items import UNREADABLE, Item, Json, Message, read_item, text_of

State = Literal["queued", "in_progress", "completed", "incomplete", "failed", "cancelled"]


class InputDetails(Struct, frozen=True):
    """Input tokens that were read from, or written to, a prompt cache."""

    cached_tokens: int = 0
    cache_write_tokens: int = 0


class OutputDetails(Struct, frozen=True):
    """Output tokens that were spent on reasoning."""

    reasoning_tokens: int = 0


class Usage(Struct, frozen=True, kw_only=True):
    """Tokens of one answer; cached and reasoning tokens are counted inside the totals.

    `cost` is in US dollars where the upstream or the catalogue tells it.
    """

    input_tokens: int = 0
    input_tokens_details: InputDetails = InputDetails()
    output_tokens: int = 0
    output_tokens_details: OutputDetails = OutputDetails()
    total_tokens: int = 0
    cost: float | None = None


class Response(Struct, frozen=True, kw_only=True, dict=True):
    """One answer: its state, its items, its usage; `rest` holds every other key of the wire."""

    id: str
    status: State
    output: tuple[Item, ...] = ()
    usage: Usage | None = None
    error: Json | None = None
    incomplete_details: Json | None = None
    model: str = ""
    rest: Mapping[str, object] = {}

    @property
    def wired(self) -> bool:
        """Whether the bytes it came in, or its keys as they came, are kept."""
        return not self.__dict__.keys().isdisjoint(("received", "written"))

    def fields(self) -> Mapping[str, Raw]:
        """Return the keys of the response's JSON object, their values as they are written."""
        fields = self.__dict__.get("written")
        if not isinstance(fields, dict):
            fields = self.__dict__["written"] = msgspec.json.decode(
                self.wire(), type=dict[str, Raw]
            )
        return fields

    def with_fields(self, fields: Mapping[str, Raw]) -> Response:
        """Return the same response whose JSON object has these keys, written when it is needed."""
        fresh = msgspec.structs.replace(self)
        fresh.__dict__["written"] = fields
        return fresh

    def wire(self) -> bytes:
        """Return the response's JSON object: the received bytes, or a fresh rendering."""
        received = self.__dict__.get("received")
        if isinstance(received, bytes):
            return received
        fields = self.__dict__.get("written")
        if isinstance(fields, dict):
            return msgspec.json.encode(fields)
        return msgspec.json.encode(
            {
                "id": self.id,
                "object": "response",
                "status": self.status,
                "model": self.model,
                **self.rest,
                "error": self.error,
                "incomplete_details": self.incomplete_details,
                "output": [Raw(item.wire()) for item in self.output],
                "usage": usage_fields(self.usage),
            }
        )


def usage_fields(usage: Usage | None) -> Json | None:
    """Return `usage` as it is on the wire, where a cost that is not known is left out."""
    if usage is None:
        return None
    fields: dict[str, object] = msgspec.structs.asdict(usage)
    return {name: value for name, value in fields.items() if value is not None}


class _Wire(Struct, frozen=True):
    id: str
    status: State = "completed"
    output: tuple[Raw, ...] = ()
    usage: Usage | None = None
    error: Json | None = None
    incomplete_details: Json | None = None
    model: str | None = None


def read_response(data: bytes | Raw) -> Response:
    """Read a response object; keys that Quire does not know stay in `rest` and in `wire()`.

    A missing `status` counts as completed (one gateway leaves it out). Raises InvalidRequest.
    """
    try:
        wire = msgspec.json.decode(data, type=_Wire)
        whole = msgspec.json.decode(data, type=dict[str, object])
    except UNREADABLE as error:
        raise InvalidRequest(f"Invalid response object: {error}.", param="response") from error
    known = {*_Wire.__struct_fields__, "object"}
    response = Response(
        id=wire.id,
        status=wire.status,
        output=tuple(read_item(raw, param="output") for raw in wire.output),
        usage=wire.usage,
        error=wire.error,
        incomplete_details=wire.incomplete_details,
        model=wire.model or "",
        rest={key: value for key, value in whole.items() if key not in known},
    )
    response.__dict__["received"] = bytes(data)
    return response


def answer_text(response: Response) -> str:
    """Return the text of the response's messages, joined by blank lines."""
    texts = (text_of(item.content) for item in response.output if isinstance(item, Message))
    return "\n\n".join(text for text in texts if text)


def added(one: Usage, other: Usage) -> Usage:
    """Return the sum of two usages; a cost is known when either is."""
    inner, outer = one.input_tokens_details, other.input_tokens_details
    costs = [usage.cost for usage in (one, other) if usage.cost is not None]
    return Usage(
        input_tokens=one.input_tokens + other.input_tokens,
        input_tokens_details=InputDetails(
            inner.cached_tokens + outer.cached_tokens,
            inner.cache_write_tokens + outer.cache_write_tokens,
        ),
        output_tokens=one.output_tokens + other.output_tokens,
        output_tokens_details=OutputDetails(
            one.output_tokens_details.reasoning_tokens
            + other.output_tokens_details.reasoning_tokens
        ),
        total_tokens=one.total_tokens + other.total_tokens,
        cost=sum(costs) if costs else None,
    )
