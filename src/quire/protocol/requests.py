"""A Request: what is asked of a Model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import msgspec
from msgspec import Raw, Struct

from quire.errors import InvalidRequest
from quire.protocol.items import UNREADABLE, Item, Json, Message, Part, fault_code, read_item

LOGPROBS = "message.output_text.logprobs"  # what `include` names them
Effort = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"]
Summary = Literal["auto", "concise", "detailed"]


class Thinking(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How hard a model should think, and how much of it it should tell (`reasoning`)."""

    effort: Effort | None = None
    summary: Summary | None = None
    generate_summary: Summary | None = None
    context: str | None = None
    mode: str | None = None


class Request(Struct, frozen=True, kw_only=True):
    """What is asked of a Model: items, tools, effort, format, limits.

    `rest` holds every other field of the wire, unread, and under `reasoning` those that Thinking
    lacks; `body()` puts them back.
    """

    model: str
    input: tuple[Item, ...] = ()
    instructions: str | None = None
    tools: tuple[Json, ...] = ()
    tool_choice: str | Json | None = None
    parallel_tool_calls: bool | None = None
    reasoning: Thinking | None = None
    text: Json | None = None
    max_output_tokens: int | None = None
    include: tuple[str, ...] = ()
    store: bool | None = None
    stream: bool | None = None
    prompt_cache_key: str | None = None
    previous_response_id: str | None = None
    metadata: Mapping[str, str] | None = None
    rest: Mapping[str, object] = {}

    def body(self) -> bytes:
        """Return the request's JSON; fields that are not set are left out."""
        fields: dict[str, object] = {"model": self.model}
        for name in _PLAIN:
            value = getattr(self, name)
            if value is not None and value != ():
                fields[name] = value
        fields["input"] = [Raw(item.wire()) for item in self.input]
        rest = dict(self.rest)
        unread = rest.pop("reasoning", None)
        if isinstance(unread, Mapping):
            fields["reasoning"] = {**msgspec.to_builtins(self.reasoning or Thinking()), **unread}
        return msgspec.json.encode({**fields, **rest})


# The order in which a body is written: what changes least first, so that prompt caches hold.
_PLAIN = (
    "instructions",
    "tools",
    "tool_choice",
    "parallel_tool_calls",
    "reasoning",
    "text",
    "max_output_tokens",
    "include",
    "store",
    "stream",
    "prompt_cache_key",
    "previous_response_id",
    "metadata",
)


_ABSENT = b"null"
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "reasoning.effort": get_args(Effort),
    "reasoning.summary": get_args(Summary),
    "reasoning.generate_summary": get_args(Summary),
}


class _Wire(Struct, frozen=True, kw_only=True):
    model: str | None = None
    input: Raw = Raw(_ABSENT)
    messages: Raw = Raw(_ABSENT)
    instructions: str | None = None
    tools: tuple[Json, ...] | None = None
    tool_choice: str | Json | None = None
    parallel_tool_calls: bool | None = None
    reasoning: Thinking | None = None
    text: Json | None = None
    max_output_tokens: int | None = None
    include: tuple[str, ...] | None = None
    store: bool | None = None
    stream: bool | None = None
    prompt_cache_key: str | None = None
    previous_response_id: str | None = None
    metadata: dict[str, str] | None = None


def read_request(data: bytes) -> Request:
    """Read the body of `POST /v1/responses`; fields that Quire does not know go to `rest`.

    `messages` is taken for `input` where `input` is absent (one gateway's page says so).
    Raises InvalidRequest that names the field.
    """
    try:
        wire = msgspec.json.decode(data, type=_Wire)
        whole = msgspec.json.decode(data, type=dict[str, object])
    except UNREADABLE as error:
        raise _unreadable(error) from error
    model = wire.model or _first(whole.get("models"))
    if not model:
        raise InvalidRequest(
            "Missing required parameter: 'model'.",
            hint="Name a model, for example 'quire/standard'.",
            param="model",
            code="missing_required_parameter",
        )
    fields = {name: getattr(wire, name) for name in _PLAIN if getattr(wire, name) is not None}
    rest = _unread(whole, _Wire)
    thinking = whole.get("reasoning")
    if isinstance(thinking, dict) and (unread := _unread(thinking, Thinking)):
        rest["reasoning"] = unread
    return Request(
        model=model,
        input=_items(wire.messages if bytes(wire.input) == _ABSENT else wire.input),
        rest=rest,
        **fields,
    )


def _unread(whole: dict[str, object], kind: type[Struct]) -> dict[str, object]:
    return {key: value for key, value in whole.items() if key not in kind.__struct_fields__}


def _first(models: object) -> str:
    """Return the first of a fallback list, which may stand for `model`."""
    first = models[0] if isinstance(models, list) and models else ""
    return first if isinstance(first, str) else ""


def _unreadable(error: Exception) -> InvalidRequest:
    message, _, path = str(error).partition(" - at `$.")
    param = path.rstrip("`")
    if param in _CHOICES:
        return InvalidRequest(
            f"Unsupported value for '{param}': {message}.",
            hint=f"Supported values are: {', '.join(map(repr, _CHOICES[param]))}.",
            param=param,
            code="unsupported_value",
        )
    where = f"Invalid value for {param!r}" if param else "Invalid request body"
    return InvalidRequest(
        f"{where}: {message}.",
        hint="Compare the body with POST /v1/responses of the Responses API.",
        param=param or None,
        code=fault_code(message),
    )


def _items(data: Raw) -> tuple[Item, ...]:
    if bytes(data) == _ABSENT:
        return ()
    if bytes(data).startswith(b'"'):
        text = msgspec.json.decode(data, type=str)
        return (Message(role="user", content=(Part(type="input_text", text=text),)),)
    try:
        raws = msgspec.json.decode(data, type=list[Raw])
    except msgspec.MsgspecError as error:
        raise InvalidRequest(
            "'input' must be a string or an array of items.", param="input", code="invalid_type"
        ) from error
    return tuple(read_item(raw, param=f"input[{place}]") for place, raw in enumerate(raws))
