"""Requests for a server that speaks only Chat Completions.

Tools that chat does not have are played as functions (see emulation).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from quire.protocol import items
from quire.protocol.emulation import (
    KINDS,
    Emulation,
    call_of,
    emulation_of,
    function_of,
    output_of,
    plain_tools,
)
from quire.protocol.items import Content, Item, Json
from quire.protocol.requests import LOGPROBS, Request
from quire.protocol.rules import KNOWN

_SHARED = (
    "temperature", "top_p", "presence_penalty", "frequency_penalty", "seed", "stop", "logit_bias",
    "user", "top_k", "min_p", "repetition_penalty", "service_tier", "safety_identifier",
)  # fmt: skip
# Words for a gateway, which it has heeded; a chat server has others, or none, for the rest.
_HEEDED = KNOWN | {
    "provider",
    "providerOptions",
    "models",
    "route",
    "transforms",
    "plugins",
    "quire",
}
# Templates of local models know no developer; every server takes his words as the system's.
_WITH_PARTS = (items.FunctionCallOutput, items.CustomToolCallOutput)
_ROLES = {"user": "user", "assistant": "assistant", "system": "system", "developer": "system"}


class ChatRequest(Struct, frozen=True):
    """A chat request's body, how its tools are emulated, and the tool types that were left out."""

    body: bytes
    emulation: Emulation
    dropped: tuple[str, ...] = ()


def write_chat(request: Request, *, reasoning: Literal["effort", "object", "none"]) -> ChatRequest:
    """Return `request` as the body of `POST …/chat/completions`.

    `reasoning` says how the server takes an effort: `reasoning_effort`, OpenRouter's `reasoning`
    object, or not at all. Encrypted reasoning and compactions are valid only where they were made
    and are left out.
    """
    emulation = emulation_of(request.tools)
    plain = plain_tools(_allowed(request), emulation)
    tools = [tool for given in plain if (tool := _tool(given, emulation))]
    body: dict[str, object] = {"model": request.model, "messages": _messages(request, emulation)}
    if tools:
        body |= {"tools": tools}
        body |= _set("tool_choice", _choice(request.tool_choice, emulation))
        body |= _set("parallel_tool_calls", request.parallel_tool_calls)
    body |= _format(request.text)
    body |= _set("max_completion_tokens", request.max_output_tokens)
    body |= _effort(request, reasoning)
    body |= _likely(request)
    body |= _set("verbosity", (request.text or {}).get("verbosity"))
    body |= _others(request)
    if request.stream is not False:
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    dropped = tuple(str(t.get("type")) for t in request.tools if t.get("type") not in KINDS)
    return ChatRequest(msgspec.json.encode(body), emulation, dropped)


def _set(name: str, value: object) -> dict[str, object]:
    return {} if value is None else {name: value}


def _others(request: Request) -> dict[str, object]:
    """Return the fields that chat shares, and those that nothing here knows, as they came."""
    given = {name: value for name, value in request.rest.items() if value is not None}
    shared = {name: given[name] for name in _SHARED if name in given}
    return {**shared, **{name: given[name] for name in given if name not in _HEEDED}}


def _allowed(request: Request) -> Sequence[Json]:
    """Return the tools that may be called, for a chat server has no word for fewer than all."""
    match request.tool_choice:
        case {"type": "allowed_tools", "tools": [*allowed]}:
            tools = [each for each in allowed if isinstance(each, Mapping)]
            named = [(each.get("type"), each.get("name")) for each in tools]
            return [t for t in request.tools if (t.get("type"), t.get("name")) in named]
    return request.tools


def _tool(tool: Json, emulation: Emulation) -> Json | None:
    match tool:
        case {"type": "function", "name": str(name)}:
            keys = ("description", "parameters", "strict")
            fields = {key: tool[key] for key in keys if tool.get(key) is not None}
            return {"type": "function", "function": {"name": name, **fields}}
    played = function_of(tool, emulation)
    if played is None:
        return None
    body = {key: played[key] for key in ("name", "description", "parameters")}
    return {"type": "function", "function": body}


def _choice(choice: str | Json | None, emulation: Emulation) -> object:
    match choice:
        case {"type": "function" | "custom", "name": str(name)}:
            return {"type": "function", "function": {"name": name}}
        case {"type": "shell" | "local_shell" | "apply_patch" as kind}:
            return {"type": "function", "function": {"name": emulation.name_of(kind)}}
        case {"type": "allowed_tools", "mode": str(mode)}:
            return mode
        case str():
            return choice
    return None


def _format(text: Json | None) -> dict[str, object]:
    match (text or {}).get("format"):
        case {"type": "json_schema", **schema}:
            return {"response_format": {"type": "json_schema", "json_schema": schema}}
        case {"type": "json_object"}:
            return {"response_format": {"type": "json_object"}}
    return {}


def _effort(request: Request, reasoning: str) -> dict[str, object]:
    effort = request.reasoning.effort if request.reasoning else None
    if effort is None or reasoning == "none":
        return {}
    return (
        {"reasoning_effort": effort} if reasoning == "effort" else {"reasoning": {"effort": effort}}
    )


def _likely(request: Request) -> dict[str, object]:
    """Return how likely each token was, where that is asked for, in chat's words."""
    if LOGPROBS not in request.include:
        return {}
    return {"logprobs": True, **_set("top_logprobs", request.rest.get("top_logprobs"))}


def _messages(request: Request, emulation: Emulation) -> list[dict[str, object]]:
    written: list[dict[str, object]] = []
    if request.instructions:
        written.append({"role": "system", "content": request.instructions})
    shown: list[Json] = []
    for item in request.input:
        message = _message(item, emulation)
        if message is None:
            continue
        if message["role"] != "tool":
            written += _shown(shown)
        shown += _pictures(item)
        if _joins(written, message):
            calls = written[-1].setdefault("tool_calls", [])
            new = message["tool_calls"]
            if isinstance(calls, list) and isinstance(new, list):
                calls += new
        else:
            written.append(message)
    return [*written, *_shown(shown)]


def _pictures(item: Item) -> list[Json]:
    """Return what a tool's output holds beside text, which a tool's message has no place for."""
    content = getattr(item, "output", None) if isinstance(item, _WITH_PARTS) else None
    parts = () if content is None or isinstance(content, str) else content
    return [_part(part) for part in parts if not isinstance(part.text, str)]


def _shown(pictures: list[Json]) -> list[dict[str, object]]:
    """Return the message that shows what tools have put out, behind the last of their own."""
    if not pictures:
        return []
    words = {"type": "text", "text": "Images and files of the outputs above:"}
    content = [words, *pictures]
    pictures.clear()
    return [{"role": "user", "content": content}]


def _joins(written: Sequence[Json], message: Json) -> bool:
    """Tell whether a message of calls belongs to the assistant's message before it."""
    return bool(written) and written[-1]["role"] == "assistant" and "tool_calls" in message


def _message(item: Item, emulation: Emulation) -> dict[str, object] | None:
    match item:
        case items.Message():
            return {"role": _ROLES[item.role], "content": _content(item.content)}
        case (
            items.FunctionCall()
            | items.CustomToolCall()
            | items.ShellCall()
            | items.LocalShellCall()
            | items.ApplyPatchCall()
        ):
            played = call_of(item, emulation)
            function = {"name": played.name, "arguments": played.arguments}
            call = {"id": item.call_id, "type": "function", "function": function}
            return {"role": "assistant", "content": None, "tool_calls": [call]}
        case (
            items.FunctionCallOutput()
            | items.CustomToolCallOutput()
            | items.ShellCallOutput()
            | items.LocalShellCallOutput()
            | items.ApplyPatchCallOutput()
        ):
            told = output_of(item)
            text = items.text_of(told.output)
            return {"role": "tool", "tool_call_id": told.call_id, "content": text}
    return None


def _content(content: Content) -> object:
    """Return text where there is only text, which every server takes, else parts."""
    if isinstance(content, str):
        return content
    if all(isinstance(part.text, str) or isinstance(part.refusal, str) for part in content):
        return items.text_of(content)
    return [_part(part) for part in content]


def _part(part: items.Part) -> Json:
    if isinstance(part.image_url, str):
        detail = {"detail": part.detail} if part.detail in ("low", "high", "auto") else {}
        return {"type": "image_url", "image_url": {"url": part.image_url, **detail}}
    if part.type == "input_file":
        given = {name: getattr(part, name) for name in ("file_id", "file_data", "filename")}
        return {"type": "file", "file": {k: v for k, v in given.items() if isinstance(v, str)}}
    return {"type": "text", "text": items.text_of((part,))}
