"""The rules of the wire that a request's types cannot say, checked before anything is answered.

Source of limits: responses-api, request fields, input, tools. Codes are those of OpenAI's API.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from quire.errors import InvalidRequest
from quire.protocol.items import Item, ItemReference, Json
from quire.protocol.pairing import check_pairs
from quire.protocol.requests import Request
from quire.protocol.sizes import check_sizes

Fields = Mapping[str, object]
# Name: least, most (None for no bound), and whether only whole numbers will do.
_RANGES: dict[str, tuple[float, float | None, bool]] = {
    "temperature": (0, 2, False),
    "top_p": (0, 1, False),
    "presence_penalty": (-2, 2, False),
    "frequency_penalty": (-2, 2, False),
    "top_logprobs": (0, 20, True),
    "max_output_tokens": (16, None, True),
    "max_tool_calls": (1, None, True),
}
_LENGTHS = {"prompt_cache_key": 64, "safety_identifier": 128}
_CHOICES = {
    "truncation": ("auto", "disabled"),
    "prompt_cache_retention": ("in_memory", "in-memory", "24h"),
    "service_tier": ("auto", "default", "flex", "scale", "priority", "fast", "ultrafast"),
}
_FLAGS = ("background", "store", "stream", "parallel_tool_calls")
_PAIRS, _KEY, _VALUE = 16, 64, 512
_LEAST_THRESHOLD = 1000
_FORMAT_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TOOL_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
KNOWN = frozenset(
    {"access_programs", "background", "client_metadata", "context_management", "conversation"}
    | {"frequency_penalty", "image", "max_tool_calls", "moderation", "presence_penalty", "prompt"}
    | {"prompt_cache_options", "prompt_cache_retention", "reasoning", "safety_identifier"}
    | {"service_tier", "stream_options", "temperature", "top_logprobs", "top_p", "truncation"}
    | {"user"}
)
"""Fields without a place of their own in a Request; Codex sends `client_metadata`."""
# What a `tool_choice` object needs besides its type.
_CHOICE_NEEDS = {
    "function": ("name",),
    "custom": ("name",),
    "mcp": ("server_label",),
    "allowed_tools": ("mode", "tools"),
}
_MUST_BE_OFFERED = ("function", "custom", "apply_patch", "shell")


def check(request: Request) -> None:
    """Refuse a request that breaks a rule of the wire.

    Calls and outputs are paired only where the whole context is in the request; with stored
    context, use `pairing.check_pairs` on the whole. Raises InvalidRequest with `param` and
    `code`; what the wire does not forbid, such as an unknown field or tool, passes.
    """
    fields = {name: getattr(request, name) for name in request.__struct_fields__}
    fields |= fields.pop("rest")
    for rule in _RULES:
        rule(fields)
    check_sizes(request.input)
    if _self_contained(fields, request.input):
        check_pairs(request.input)


def check_known(request: Request) -> None:
    """Refuse fields that the Responses API does not have. Raises InvalidRequest for the first."""
    unknown = sorted(set(request.rest) - KNOWN)
    if unknown:
        raise InvalidRequest(
            f"Unknown parameter: '{unknown[0]}'.",
            hint="This server is set to take no others than those of the Responses API.",
            param=unknown[0],
            code="unknown_parameter",
        )


def _self_contained(fields: Fields, items: tuple[Item, ...]) -> bool:
    elsewhere = fields.get("previous_response_id") or fields.get("conversation")
    return not elsewhere and not any(isinstance(item, ItemReference) for item in items)


def _numbers(fields: Fields) -> None:
    for name, (least, most, whole) in _RANGES.items():
        value = fields.get(name)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
            raise _wrong_type(name, "an integer" if whole else "a number", value)
        kind = "integer" if whole else "decimal"
        if value < least:
            raise _bad(name, f"{value} is below the least, {least}", f"{kind}_below_min_value")
        if most is not None and value > most:
            raise _bad(name, f"{value} is above the most, {most}", f"{kind}_above_max_value")


def _texts(fields: Fields) -> None:
    for name, most in _LENGTHS.items():
        value = fields.get(name)
        if value is not None and not isinstance(value, str):
            raise _wrong_type(name, "a string", value)
        if value is not None and len(value) > most:
            fault = f"{len(value)} characters are more than {most}"
            raise _bad(name, fault, "string_above_max_length")


def _choices(fields: Fields) -> None:
    for name, allowed in _CHOICES.items():
        value = fields.get(name)
        if value is not None and value not in allowed:
            raise _not_among(name, value, allowed)
    for name in _FLAGS:
        value = fields.get(name)
        if value is not None and not isinstance(value, bool):
            raise _wrong_type(name, "a boolean", value)


def _metadata(fields: Fields) -> None:
    pairs = _mapping(fields, "metadata")
    if len(pairs) > _PAIRS:
        fault = f"{len(pairs)} pairs are more than {_PAIRS}"
        raise _bad("metadata", fault, "object_above_max_properties")
    for key, value in pairs.items():
        if len(key) > _KEY:
            fault = f"the key {key[:_KEY]!r}… is longer than {_KEY} characters"
            raise _bad("metadata", fault, "string_above_max_length")
        if not isinstance(value, str) or len(value) > _VALUE:
            fault = f"it must be a string of at most {_VALUE} characters"
            raise _bad(f"metadata.{key}", fault, "string_above_max_length")


def _presence(fields: Fields) -> None:
    if fields.get("prompt") is not None:
        raise InvalidRequest(
            "Unsupported parameter: 'prompt' (stored prompt templates) is not supported here.",
            hint="Send the text itself as 'instructions' and 'input'.",
            param="prompt",
            code="unsupported_parameter",
        )
    sources = ("input", "previous_response_id", "conversation")
    if not any(fields.get(name) for name in sources):
        raise _missing("input")


def _state(fields: Fields) -> None:
    if fields.get("previous_response_id") and fields.get("conversation"):
        raise InvalidRequest(
            "Mutually exclusive parameters: 'previous_response_id' and 'conversation'.",
            hint="Send one of the two.",
            param="previous_response_id",
            code="mutually_exclusive_parameters",
        )
    conversation = fields.get("conversation")
    name = conversation.get("id") if isinstance(conversation, Mapping) else conversation
    if conversation is not None and not isinstance(name, str):
        raise _wrong_type("conversation", "an id or an object with an 'id'", conversation)
    if fields.get("background") and fields.get("store") is False:
        raise _bad("background", "a background answer must be stored; leave 'store' out")
    if fields.get("stream_options") is not None and not fields.get("stream"):
        raise _bad("stream_options", "it needs 'stream': true")


def _format(fields: Fields) -> None:
    text = _mapping(fields, "text")
    verbosity = text.get("verbosity")
    if verbosity is not None and verbosity not in ("low", "medium", "high"):
        raise _not_among("text.verbosity", verbosity, ("low", "medium", "high"))
    shape = _mapping(text, "format", "text.format")
    kind = shape.get("type")
    if shape and kind not in ("text", "json_object", "json_schema"):
        raise _not_among("text.format.type", kind, ("text", "json_object", "json_schema"))
    if kind == "json_schema":
        _named(shape, "text.format", _FORMAT_NAME)
        if not isinstance(shape.get("schema"), Mapping):
            raise _missing("text.format.schema")


def _tools(fields: Fields) -> None:
    for place, tool in enumerate(_array(fields, "tools")):
        where = f"tools[{place}]"
        if not isinstance(tool, Mapping):
            raise _wrong_type(where, "an object", tool)
        if not isinstance(tool.get("type"), str):
            raise _missing(f"{where}.type")
        if tool["type"] in ("function", "custom"):
            _named(tool, where, _TOOL_NAME)


def _tool_choice(fields: Fields) -> None:
    choice = fields.get("tool_choice")
    if isinstance(choice, str) and choice not in ("none", "auto", "required"):
        raise _not_among("tool_choice", choice, ("none", "auto", "required"))
    if not isinstance(choice, Mapping):
        return
    kind = choice.get("type")
    if not isinstance(kind, str):
        raise _missing("tool_choice.type")
    for name in _CHOICE_NEEDS.get(kind, ()):
        if not choice.get(name):
            raise _missing(f"tool_choice.{name}")
    if kind == "allowed_tools" and choice["mode"] not in ("auto", "required"):
        raise _not_among("tool_choice.mode", choice["mode"], ("auto", "required"))
    offered = {(tool.get("type"), tool.get("name")) for tool in _offered(fields.get("tools"))}
    if kind in _MUST_BE_OFFERED and (kind, choice.get("name")) not in offered:
        name = choice.get("name") or kind
        raise _bad("tool_choice", f"the tool {name!r} is not among 'tools'")


def _offered(tools: object) -> Iterator[Json]:
    for tool in tools if isinstance(tools, tuple | list) else ():
        if isinstance(tool, Mapping):
            yield tool
            yield from _offered(tool.get("tools"))


def _context_management(fields: Fields) -> None:
    if fields.get("context_management") is None:
        return
    entries = _array(fields, "context_management")
    if not entries:
        raise _bad("context_management", "it has no entries", "array_below_min_length")
    for place, entry in enumerate(entries):
        where = f"context_management[{place}]"
        if not isinstance(entry, Mapping) or entry.get("type") != "compaction":
            raise _bad(f"{where}.type", "it must be 'compaction'")
        threshold = entry.get("compact_threshold")
        if threshold is None:
            continue
        if isinstance(threshold, bool) or not isinstance(threshold, int):
            raise _wrong_type(f"{where}.compact_threshold", "an integer", threshold)
        if threshold < _LEAST_THRESHOLD:
            fault = f"{threshold} is below the least, {_LEAST_THRESHOLD}"
            raise _bad(f"{where}.compact_threshold", fault, "integer_below_min_value")


_RULES: tuple[Callable[[Fields], None], ...] = (
    _presence,
    _state,
    _numbers,
    _texts,
    _choices,
    _metadata,
    _format,
    _tools,
    _tool_choice,
    _context_management,
)


def _mapping(fields: Fields, name: str, param: str = "") -> Json:
    value = fields.get(name)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise _wrong_type(param or name, "an object", value)
    return value


def _array(fields: Fields, name: str) -> tuple[object, ...]:
    value = fields.get(name)
    if value is None:
        return ()
    if not isinstance(value, tuple | list):
        raise _wrong_type(name, "an array", value)
    return tuple(value)


def _named(fields: Fields, where: str, form: re.Pattern[str]) -> None:
    name = fields.get("name")
    if name is None:
        raise _missing(f"{where}.name")
    if not isinstance(name, str) or not form.fullmatch(name):
        raise _bad(f"{where}.name", f"{name!r} does not match '{form.pattern}'")


def _bad(param: str, fault: str, code: str = "invalid_value") -> InvalidRequest:
    return InvalidRequest(f"Invalid value for '{param}': {fault}.", param=param, code=code)


def _not_among(param: str, value: object, allowed: tuple[str, ...]) -> InvalidRequest:
    words = ", ".join(map(repr, allowed))
    return _bad(param, f"{value!r} is not one of {words}")


def _wrong_type(param: str, wanted: str, value: object) -> InvalidRequest:
    fault = f"expected {wanted}, got {type(value).__name__}"
    return _bad(param, fault, "invalid_type")


def _missing(param: str) -> InvalidRequest:
    return InvalidRequest(
        f"Missing required parameter: '{param}'.",
        hint="See POST /v1/responses of the Responses API; tools and formats are flat there.",
        param=param,
        code="missing_required_parameter",
    )
