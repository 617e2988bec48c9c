"""Requests for a server that speaks only Chat Completions.

Tools that chat does not have (shell, apply_patch, custom) are emulated as functions; their calls
and outputs in the history are written the same way, so that a model sees one story.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from quire.protocol import items
from quire.protocol.items import Content, Item, Json
from quire.protocol.requests import Request

Kind = Literal["function", "custom", "shell", "apply_patch"]

SHELL_PARAMETERS: Json = {
    "type": "object",
    "properties": {
        "commands": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Shell commands; each runs on its own, in order.",
        },
        "timeout_ms": {"type": "integer", "description": "Time limit of each command."},
        "max_output_length": {"type": "integer", "description": "Characters to keep of each."},
    },
    "required": ["commands"],
}
PATCH_PARAMETERS: Json = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "enum": ["create_file", "update_file", "delete_file"]},
        "path": {"type": "string", "description": "Relative to the workspace."},
        "diff": {
            "type": "string",
            "description": "create_file: every line begins with '+'. update_file: hunks opened by "
            "'@@' or '@@ line to jump to', then lines that begin with ' ', '-' or '+', three lines "
            "of context, no line numbers.",
        },
    },
    "required": ["type", "path"],
}
INPUT_PARAMETERS: Json = {
    "type": "object",
    "properties": {"input": {"type": "string", "description": "The tool's whole input."}},
    "required": ["input"],
}
_SHARED = (
    "temperature", "top_p", "presence_penalty", "frequency_penalty", "seed", "stop", "logit_bias",
    "user", "top_k", "min_p", "repetition_penalty",
)  # fmt: skip


class Emulation(Struct, frozen=True):
    """Which function name stands for which kind of tool, for one request."""

    kinds: Mapping[str, Kind]

    def name_of(self, kind: Kind) -> str:
        """Return the function name that stands for a built-in kind of tool."""
        return next((name for name, known in self.kinds.items() if known == kind), kind)


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
    tools = [tool for given in request.tools if (tool := _tool(given, emulation))]
    body: dict[str, object] = {"model": request.model, "messages": _messages(request, emulation)}
    if tools:
        body |= {"tools": tools}
        body |= _set("tool_choice", _choice(request.tool_choice, emulation))
        body |= _set("parallel_tool_calls", request.parallel_tool_calls)
    body |= _format(request.text)
    body |= _set("max_completion_tokens", request.max_output_tokens)
    body |= _effort(request, reasoning)
    body |= {name: request.rest[name] for name in _SHARED if request.rest.get(name) is not None}
    if request.stream is not False:
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    known = {"function", "custom", "shell", "apply_patch"}
    dropped = tuple(str(t.get("type")) for t in request.tools if t.get("type") not in known)
    return ChatRequest(msgspec.json.encode(body), emulation, dropped)


def emulation_of(tools: Iterable[Json]) -> Emulation:
    """Return the function names of a request's tools; a taken name gets `_call` behind it."""
    given = list(tools)
    named: dict[str, Kind] = {}
    for tool in given:
        kind = tool.get("type")
        if kind == "function" or kind == "custom":
            named[str(tool.get("name"))] = "custom" if kind == "custom" else "function"
    built_in: tuple[Kind, ...] = ("shell", "apply_patch")
    for kind in built_in:
        if any(tool.get("type") == kind for tool in given):
            named[f"{kind}_call" if kind in named else kind] = kind
    return Emulation(named)


def _set(name: str, value: object) -> dict[str, object]:
    return {} if value is None else {name: value}


def _tool(tool: Json, emulation: Emulation) -> Json | None:
    match tool:
        case {"type": "function", "name": str(name)}:
            keys = ("description", "parameters", "strict")
            fields = {key: tool[key] for key in keys if tool.get(key) is not None}
            return {"type": "function", "function": {"name": name, **fields}}
        case {"type": "custom", "name": str(name)}:
            return _function(name, _custom_words(tool), INPUT_PARAMETERS)
        case {"type": "shell"}:
            words = "Run commands in a shell and read what they print."
            return _function(emulation.name_of("shell"), words, SHELL_PARAMETERS)
        case {"type": "apply_patch"}:
            words = "Create, change or delete one file."
            return _function(emulation.name_of("apply_patch"), words, PATCH_PARAMETERS)
    return None


def _function(name: str, description: str, parameters: Json) -> Json:
    function = {"name": name, "description": description, "parameters": parameters}
    return {"type": "function", "function": function}


def _custom_words(tool: Json) -> str:
    words = str(tool.get("description") or "")
    form = tool.get("format")
    if isinstance(form, Mapping) and form.get("definition"):
        words += f"\nThe input must match this {form.get('syntax')} grammar:\n{form['definition']}"
    return words.strip()


def _choice(choice: str | Json | None, emulation: Emulation) -> object:
    match choice:
        case {"type": "function" | "custom", "name": str(name)}:
            return {"type": "function", "function": {"name": name}}
        case {"type": "shell"}:
            return {"type": "function", "function": {"name": emulation.name_of("shell")}}
        case {"type": "apply_patch"}:
            return {"type": "function", "function": {"name": emulation.name_of("apply_patch")}}
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


def _messages(request: Request, emulation: Emulation) -> list[dict[str, object]]:
    written: list[dict[str, object]] = []
    if request.instructions:
        written.append({"role": "system", "content": request.instructions})
    for item in request.input:
        message = _message(item, emulation)
        if message is None:
            continue
        if _joins(written, message):
            calls = written[-1].setdefault("tool_calls", [])
            new = message["tool_calls"]
            if isinstance(calls, list) and isinstance(new, list):
                calls += new
        else:
            written.append(message)
    return written


def _joins(written: Sequence[Json], message: Json) -> bool:
    """Tell whether a message of calls belongs to the assistant's message before it."""
    return bool(written) and written[-1]["role"] == "assistant" and "tool_calls" in message


def _message(item: Item, emulation: Emulation) -> dict[str, object] | None:
    match item:
        case items.Message(role=role):
            return {"role": role, "content": _content(item.content)}
        case (
            items.FunctionCall()
            | items.CustomToolCall()
            | items.ShellCall()
            | (items.ApplyPatchCall())
        ):
            name, arguments = _arguments(item, emulation)
            call = {
                "id": item.call_id,
                "type": "function",
                "function": {"name": name, "arguments": arguments},
            }
            return {"role": "assistant", "content": None, "tool_calls": [call]}
        case items.FunctionCallOutput() | items.CustomToolCallOutput():
            return _result(item.call_id, items.text_of(item.output))
        case items.ShellCallOutput(output=output):
            return _result(item.call_id, msgspec.json.encode(output).decode())
        case items.ApplyPatchCallOutput(status=status, output=log):
            return _result(item.call_id, f"{status}\n{log or ''}".strip())
    return None


def _result(call_id: str, text: str) -> dict[str, object]:
    return {"role": "tool", "tool_call_id": call_id, "content": text}


def _arguments(
    call: items.FunctionCall | items.CustomToolCall | items.ShellCall | items.ApplyPatchCall,
    emulation: Emulation,
) -> tuple[str, str]:
    match call:
        case items.FunctionCall():
            return call.name, call.arguments
        case items.CustomToolCall():
            return call.name, msgspec.json.encode({"input": call.input}).decode()
        case items.ShellCall():
            fields = {k: v for k, v in msgspec.to_builtins(call.action).items() if v is not None}
            return emulation.name_of("shell"), msgspec.json.encode(fields).decode()
    name = emulation.name_of("apply_patch")
    return name, msgspec.json.encode(call.operation).decode()


def _content(content: Content) -> object:
    if isinstance(content, str):
        return content
    if all(part.image_url in (None, msgspec.UNSET) and part.file_id in (None, msgspec.UNSET)
           for part in content):  # fmt: skip
        return items.text_of(content)
    return [_part(part) for part in content]


def _part(part: items.Part) -> Json:
    if isinstance(part.image_url, str):
        detail = {"detail": part.detail} if part.detail in ("low", "high", "auto") else {}
        return {"type": "image_url", "image_url": {"url": part.image_url, **detail}}
    if isinstance(part.file_id, str):
        return {"type": "file", "file": {"file_id": part.file_id}}
    return {"type": "text", "text": items.text_of((part,))}
