"""Call options of the AI SDK's language-model protocol as Requests, of its versions 2, 3 and 4.

Source: Vercel AI Gateway, language-model protocol. The model's id travels in a header; files are
strings in version 3 and objects in version 4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from quire.errors import InvalidRequest
from quire.protocol.items import UNREADABLE, Json, unreadable
from quire.protocol.requests import Request, read_request

LEAST_OUTPUT = 16
_ENCRYPTED = "reasoning.encrypted_content"
# Options of a provider that have another name in the Responses API.
_OPTIONS = {
    "include": "include",
    "instructions": "instructions",
    "maxToolCalls": "max_tool_calls",
    "metadata": "metadata",
    "parallelToolCalls": "parallel_tool_calls",
    "previousResponseId": "previous_response_id",
    "conversation": "conversation",
    "promptCacheKey": "prompt_cache_key",
    "promptCacheRetention": "prompt_cache_retention",
    "safetyIdentifier": "safety_identifier",
    "serviceTier": "service_tier",
    "store": "store",
    "truncation": "truncation",
    "user": "user",
}
_SETTINGS = {
    "temperature": "temperature",
    "topP": "top_p",
    "topK": "top_k",
    "presencePenalty": "presence_penalty",
    "frequencyPenalty": "frequency_penalty",
    "stopSequences": "stop",
    "seed": "seed",
}


class _Call(Struct, frozen=True, kw_only=True, rename="camel"):
    prompt: tuple[Json, ...]
    max_output_tokens: int | None = None
    response_format: Json | None = None
    tools: tuple[Json, ...] | None = None
    tool_choice: Json | None = None
    reasoning: str | None = None
    provider_options: dict[str, dict[str, object]] | None = None


class CallOrder(Struct, frozen=True):
    """The Request that a call means, and the client's names of its tools by their kinds."""

    request: Request
    names: Mapping[str, str]


def read_call(data: bytes, model: str, *, stream: bool) -> CallOrder:
    """Read the body of `POST …/language-model` for the model that its header names.

    Raises InvalidRequest that names the field.
    """
    try:
        call = msgspec.json.decode(data, type=_Call)
        whole = msgspec.json.decode(data, type=dict[str, object])
    except UNREADABLE as error:
        raise unreadable(error, "the language model protocol of the AI SDK") from error
    names = {_kind(tool): str(tool.get("name")) for tool in call.tools or () if _built_in(tool)}
    body = {**_body(call, whole, names), "model": model, "stream": stream}
    return CallOrder(read_request(msgspec.json.encode(body)), names)


def _body(call: _Call, whole: Json, names: Mapping[str, str]) -> dict[str, object]:
    options = call.provider_options or {}
    own = options.get("openai") or {}
    body: dict[str, object] = {
        told: whole[name] for name, told in _SETTINGS.items() if whole.get(name) is not None
    }
    body |= {told: own[name] for name, told in _OPTIONS.items() if own.get(name) is not None}
    if call.max_output_tokens is not None:
        body["max_output_tokens"] = max(call.max_output_tokens, LEAST_OUTPUT)
    body |= _thinking(call, own)
    body |= _text(call.response_format, own)
    if call.tools:
        body["tools"] = [_tool(tool) for tool in call.tools]
        body |= _choice(call.tool_choice, names)
    if gateway := options.get("gateway"):
        body["providerOptions"] = {"gateway": gateway}
    body.setdefault("store", False)
    body["include"] = list(dict.fromkeys((*_texts(body.get("include")), _ENCRYPTED)))
    body["input"] = [item for message in call.prompt for item in _items(message, names)]
    return body


def _thinking(call: _Call, own: Json) -> dict[str, object]:
    asked = None if call.reasoning == "provider-default" else call.reasoning
    effort = own.get("reasoningEffort") or asked
    wish = {"effort": effort, "summary": own.get("reasoningSummary")}
    told = {name: value for name, value in wish.items() if value is not None}
    return {"reasoning": told} if told else {}


def _text(wanted: Json | None, own: Json) -> dict[str, object]:
    text: dict[str, object] = {}
    match wanted:
        case {"type": "json", "schema": Mapping() as schema, **more}:
            text["format"] = {
                "type": "json_schema",
                "name": more.get("name") or "response",
                "schema": schema,
                "strict": own.get("strictJsonSchema") is not False,
                **({"description": more["description"]} if more.get("description") else {}),
            }
        case {"type": "json"}:
            text["format"] = {"type": "json_object"}
    if own.get("textVerbosity"):
        text["verbosity"] = own["textVerbosity"]
    return {"text": text} if text else {}


def _built_in(tool: Json) -> bool:
    return tool.get("type") in ("provider", "provider-defined")


def _kind(tool: Json) -> str:
    return str(tool.get("id") or "").rpartition(".")[2]


def _tool(tool: Json) -> Json:
    if _built_in(tool):
        arguments = tool.get("args")
        return {**(arguments if isinstance(arguments, Mapping) else {}), "type": _kind(tool)}
    return {
        "type": "function",
        "name": tool.get("name"),
        "description": tool.get("description"),
        "parameters": tool.get("inputSchema"),
        "strict": tool.get("strict") is True,
    }


def _choice(choice: Json | None, names: Mapping[str, str]) -> dict[str, object]:
    match choice:
        case {"type": "tool", "toolName": str(name)}:
            kind = next((kind for kind, told in names.items() if told == name), None)
            wanted = {"type": kind} if kind else {"type": "function", "name": name}
            return {"tool_choice": wanted}
        case {"type": str(kind)}:
            return {"tool_choice": kind}
    return {}


def _items(message: Json, names: Mapping[str, str]) -> Iterator[Json]:
    content = message.get("content")
    match message.get("role"):
        case "system":
            yield {"role": "system", "content": content}
        case "user":
            parts = [_user_part(part) for part in _parts(content)]
            yield {"role": "user", "content": parts}
        case "assistant":
            yield from _assistant(_parts(content), names)
        case "tool":
            for part in _parts(content):
                if part.get("type") == "tool-result":
                    yield _result(part, names)
        case role:
            raise InvalidRequest(f"'prompt' holds a message of role {role!r}.", param="prompt")


def _user_part(part: Json) -> Json:
    match part:
        case {"type": "text", "text": str(text)}:
            return {"type": "input_text", "text": text}
        case {"type": "file", "mediaType": str(kind), "data": data, **more}:
            address = _address(data, kind)
            if kind.startswith("image/"):
                return {"type": "input_image", "image_url": address, "detail": "auto"}
            field = "file_data" if address.startswith("data:") else "file_url"
            name = {"filename": more["filename"]} if more.get("filename") else {}
            return {"type": "input_file", field: address, **name}
    raise InvalidRequest(
        f"'prompt' holds a part of type {part.get('type')!r}.",
        hint="Known parts of a user's message: text, file.",
        param="prompt",
    )


def _address(data: object, kind: str) -> str:
    match data:
        case {"type": "url", "url": str(url)}:
            return url
        case {"data": str(base64)} | str(base64):
            plain = base64.startswith(("data:", "http://", "https://"))
            media = "image/png" if kind == "image/*" else kind
            return base64 if plain else f"data:{media};base64,{base64}"
    raise InvalidRequest("'prompt' holds a file without data or url.", param="prompt")


def _assistant(parts: Sequence[Json], names: Mapping[str, str]) -> Iterator[Json]:
    thoughts: dict[str, dict[str, object]] = {}
    for part in parts:
        match part:
            case {"type": "reasoning"}:
                item, fresh = _thought(part, thoughts)
                if fresh:
                    yield item
            case {"type": "text", "text": str(text)} if text:
                said = {"type": "output_text", "text": text}
                yield {"role": "assistant", "content": [said]}
            case {"type": "tool-call", "toolCallId": str(call_id), "toolName": str(name)}:
                yield _call(call_id, name, part.get("input"), names)


def _thought(part: Json, thoughts: dict[str, dict[str, object]]) -> tuple[Json, bool]:
    """Return the reasoning item that a part belongs to, and whether it is its first part."""
    options = part.get("providerOptions")
    own = options.get("openai") if isinstance(options, Mapping) else None
    kept = own if isinstance(own, Mapping) else {}
    name = str(kept.get("itemId") or f"#{len(thoughts)}")
    fresh = name not in thoughts
    item = thoughts.setdefault(name, {"type": "reasoning", "summary": []})
    if kept.get("itemId"):
        item["id"] = kept["itemId"]
    if kept.get("reasoningEncryptedContent"):
        item["encrypted_content"] = kept["reasoningEncryptedContent"]
    summary = item["summary"]
    if part.get("text") and isinstance(summary, list):
        summary.append({"type": "summary_text", "text": part["text"]})
    return item, fresh


def _call(call_id: str, name: str, given: object, names: Mapping[str, str]) -> Json:
    fields = given if isinstance(given, Mapping) else {}
    if name == names.get("apply_patch"):
        operation = fields.get("operation")
        return {"type": "apply_patch_call", "call_id": call_id, "operation": operation,
                "status": "completed"}  # fmt: skip
    if name == names.get("shell"):
        action = fields.get("action")
        told = action if isinstance(action, Mapping) else {}
        return {"type": "shell_call", "call_id": call_id, "status": "completed", "action": {
            "commands": told.get("commands"), "timeout_ms": told.get("timeoutMs"),
            "max_output_length": told.get("maxOutputLength")}}  # fmt: skip
    arguments = given if isinstance(given, str) else msgspec.json.encode(given).decode()
    return {"type": "function_call", "call_id": call_id, "name": name, "arguments": arguments}


def _result(part: Json, names: Mapping[str, str]) -> Json:
    call_id, name, output = part.get("toolCallId"), part.get("toolName"), part.get("output")
    value = output.get("value") if isinstance(output, Mapping) else None
    if name == names.get("apply_patch") and isinstance(value, Mapping):
        return {"type": "apply_patch_call_output", "call_id": call_id,
                "status": value.get("status"), "output": value.get("output")}  # fmt: skip
    if name == names.get("shell") and isinstance(value, Mapping):
        results = [_shell_result(each) for each in _parts(value.get("output"))]
        return {"type": "shell_call_output", "call_id": call_id, "output": results}
    return {"type": "function_call_output", "call_id": call_id, "output": _output(output)}


def _shell_result(result: Json) -> Json:
    outcome = result.get("outcome")
    told = dict(outcome) if isinstance(outcome, Mapping) else {"type": "exit", "exitCode": 0}
    if "exitCode" in told:
        told["exit_code"] = told.pop("exitCode")
    return {"stdout": result.get("stdout"), "stderr": result.get("stderr"), "outcome": told}


def _output(output: object) -> object:
    match output:
        case {"type": "text" | "error-text", "value": str(text)}:
            return text
        case {"type": "execution-denied", **more}:
            return str(more.get("reason") or "The person refused this call.")
        case {"type": "content", "value": list(parts)}:
            return [_content_part(part) for part in parts if isinstance(part, Mapping)]
        case {"value": value}:
            return msgspec.json.encode(value).decode()
    return msgspec.json.encode(output).decode()


def _content_part(part: Json) -> Json:
    if part.get("type") == "text":
        return {"type": "input_text", "text": part.get("text")}
    kind = str(part.get("mediaType") or "image/*")
    return _user_part({"type": "file", "mediaType": kind, "data": part.get("data") or part})


def _parts(content: object) -> list[Json]:
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return [part for part in content if isinstance(part, dict)] if isinstance(content, list) else []


def _texts(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []
