"""Chat Completions requests as Requests: what a client asks in the older dialect.

The mapping follows chat-completions and OpenRouter's additions (`reasoning`,
`include_reasoning`, `reasoning_details`). Fields without a counterpart cross in `Request.rest`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from quire.errors import InvalidRequest
from quire.protocol import items
from quire.protocol.items import UNREADABLE, Content, Item, Json, Part, unreadable
from quire.protocol.requests import LOGPROBS, Request, Thinking

# The effort that a budget of reasoning tokens stands for, where a model takes only efforts.
_BY_TOKENS = ((0, "none"), (2_000, "low"), (10_000, "medium"), (float("inf"), "high"))
LEAST_OUTPUT = 16  # the Responses API takes no smaller `max_output_tokens`
_SHARED = (
    "temperature", "top_p", "presence_penalty", "frequency_penalty", "service_tier", "user",
    "safety_identifier", "prompt_cache_retention", "seed", "stop", "logit_bias", "models",
    "provider", "plugins", "session_id", "top_k", "min_p", "top_a", "repetition_penalty",
    "top_logprobs", "transforms", "route", "trace", "cache_control", "providerOptions",
)  # fmt: skip


class ChatOrder(Struct, frozen=True, kw_only=True):
    """A chat request: the Request it means, and how its answer is to be written."""

    request: Request
    stream: bool = False
    include_usage: bool = False
    show_reasoning: bool = True


class _Call(Struct, frozen=True):
    id: str
    type: str = "function"
    function: Json | None = None
    custom: Json | None = None


class _Message(Struct, frozen=True):
    role: str
    content: str | tuple[Json, ...] | None = None
    refusal: str | None = None
    tool_calls: tuple[_Call, ...] | None = None
    tool_call_id: str | None = None
    reasoning: str | None = None
    reasoning_details: tuple[Json, ...] | None = None


class _Options(Struct, frozen=True):
    include_usage: bool = False


class _Reasoning(Struct, frozen=True):
    effort: str | None = None
    max_tokens: int | None = None
    exclude: bool = False
    enabled: bool | None = None
    summary: str | None = None


class _Chat(Struct, frozen=True, kw_only=True):
    model: str | None = None
    models: tuple[str, ...] | None = None
    messages: tuple[_Message, ...]
    tools: tuple[Json, ...] | None = None
    tool_choice: str | Json | None = None
    functions: tuple[Json, ...] | None = None
    function_call: str | Json | None = None
    parallel_tool_calls: bool | None = None
    response_format: Json | None = None
    max_completion_tokens: int | None = None
    max_tokens: int | None = None
    reasoning: _Reasoning | None = None
    reasoning_effort: str | None = None
    include_reasoning: bool | None = None
    verbosity: str | None = None
    stream: bool | None = None
    stream_options: _Options | None = None
    store: bool | None = None
    metadata: dict[str, str] | None = None
    prompt_cache_key: str | None = None
    n: int | None = None
    logprobs: bool | None = None


def read_chat(data: bytes) -> ChatOrder:
    """Read the body of `POST /v1/chat/completions`.

    Raises InvalidRequest that names the field: a missing model, tools that chat cannot express,
    two efforts that differ, `n` above 1.
    """
    try:
        chat = msgspec.json.decode(data, type=_Chat)
        whole = msgspec.json.decode(data, type=dict[str, object])
    except UNREADABLE as error:
        raise unreadable(error, "POST /v1/chat/completions of the Chat Completions API") from error
    _refuse(chat)
    request = Request(
        model=chat.model or (chat.models or ("",))[0],
        input=tuple(_items(chat.messages)),
        tools=tuple(_tool(tool) for tool in chat.tools or _functions(chat.functions)),
        tool_choice=_wanted(chat),
        parallel_tool_calls=chat.parallel_tool_calls,
        reasoning=_thinking(chat),
        text=_text(chat),
        max_output_tokens=_limit(chat),
        store=bool(chat.store),
        metadata=chat.metadata,
        prompt_cache_key=chat.prompt_cache_key,
        include=(LOGPROBS,) if chat.logprobs else (),
        rest={name: whole[name] for name in _SHARED if whole.get(name) is not None},
    )
    return ChatOrder(
        request=request,
        stream=bool(chat.stream),
        include_usage=chat.stream_options is not None and chat.stream_options.include_usage,
        show_reasoning=_shown(chat),
    )


def _refuse(chat: _Chat) -> None:
    if not chat.model and not chat.models:
        raise InvalidRequest(
            "Missing required parameter: 'model'.",
            hint="Name a model, for example 'quire/standard'.",
            param="model",
            code="missing_required_parameter",
        )
    if chat.n not in (None, 1):
        raise InvalidRequest(
            f"'n' is {chat.n}; one answer a request is what can be given.",
            hint="Send the request n times.",
            param="n",
            code="unsupported_value",
        )
    for name in ("max_completion_tokens", "max_tokens"):
        limit: int | None = getattr(chat, name)
        if limit is not None and limit < 1:
            raise InvalidRequest(
                f"Invalid value for '{name}': {limit} is below the least, 1.",
                param=name,
                code="integer_below_min_value",
            )
    efforts = {chat.reasoning_effort, chat.reasoning.effort if chat.reasoning else None} - {None}
    if len(efforts) > 1:
        raise InvalidRequest(
            "'reasoning_effort' and 'reasoning.effort' differ.", param="reasoning_effort"
        )
    if efforts and chat.reasoning and chat.reasoning.max_tokens is not None:
        raise InvalidRequest(
            "Mutually exclusive parameters: 'reasoning.effort' and 'reasoning.max_tokens'.",
            hint="Send one of the two.",
            param="reasoning.max_tokens",
            code="mutually_exclusive_parameters",
        )


def _items(messages: Sequence[_Message]) -> Iterator[Item]:
    kinds: dict[str, str] = {}
    for place, message in enumerate(messages):
        if message.role == "tool":
            yield _output(message, kinds, place)
            continue
        if message.role == "assistant":
            yield from _reasoning(message)
        yield from _words(message, place)
        for call in message.tool_calls or ():
            kinds[call.id] = call.type
            yield _call(call, place)


def _words(message: _Message, place: int) -> Iterator[Item]:
    own = message.role == "assistant"
    parts = _parts(message.content, "output_text" if own else "input_text", place)
    if message.refusal:
        parts = (*parts, Part(type="refusal", refusal=message.refusal))
    if not parts and own:
        return
    where = f"messages[{place}]"
    fields = {"type": "message", "role": message.role, "content": parts}
    yield items.read_item(msgspec.json.encode(fields), param=where)


def _parts(content: str | Sequence[Json] | None, kind: str, place: int) -> tuple[Part, ...]:
    if content is None or isinstance(content, str):
        return (Part(type=kind, text=content),) if content else ()
    return tuple(_part(part, kind, f"messages[{place}].content[{n}]") for n, part in
                 enumerate(content))  # fmt: skip


def _part(part: Json, kind: str, where: str) -> Part:
    match part:
        case {"type": "text" | "input_text" | "output_text", "text": str(text)}:
            return Part(type=kind, text=text)
        case {"type": "refusal", "refusal": str(text)}:
            return Part(type="refusal", refusal=text)
        case {"type": "image_url", "image_url": {"url": str(url), **more}}:
            detail = more.get("detail")
            return Part(
                type="input_image",
                image_url=url,
                detail=detail if isinstance(detail, str) else "auto",
            )
        case {"type": "file", "file": {**file}}:
            return msgspec.convert({**file, "type": "input_file"}, Part)
    raise InvalidRequest(
        f"'{where}' has a part of type {part.get('type')!r}.",
        hint="Known parts: text, image_url, file, refusal.",
        param=where,
    )


def _reasoning(message: _Message) -> Iterator[Item]:
    """Yield the reasoning items that `reasoning_details` came from, in order, unchanged."""
    groups: dict[str, dict[str, list[Part] | str]] = {}
    for detail in message.reasoning_details or ():
        group = groups.setdefault(str(detail.get("id") or ""), {"summary": [], "encrypted": ""})
        match detail:
            case {"type": "reasoning.encrypted", "data": str(data)}:
                group["encrypted"] = data
            case {"type": "reasoning.summary", "summary": str(text)}:
                _listed(group).append(Part(type="summary_text", text=text))
            case {"type": "reasoning.text", "text": str(text)}:
                _listed(group).append(Part(type="summary_text", text=text))
    for name, group in groups.items():
        yield items.Reasoning(
            id=name or None,
            summary=tuple(_listed(group)),
            encrypted_content=str(group["encrypted"]) or None,
        )


def _listed(group: Mapping[str, list[Part] | str]) -> list[Part]:
    summary = group["summary"]
    return summary if isinstance(summary, list) else []


def _call(call: _Call, place: int) -> Item:
    match call:
        case _Call(type="custom", custom={"name": str(name), "input": str(text)}):
            return items.CustomToolCall(call_id=call.id, name=name, input=text)
        case _Call(function={"name": str(name), "arguments": str(text)}):
            return items.FunctionCall(call_id=call.id, name=name, arguments=text)
    raise InvalidRequest(
        f"'messages[{place}].tool_calls' holds a call without a name and arguments.",
        param=f"messages[{place}].tool_calls",
    )


def _output(message: _Message, kinds: Mapping[str, str], place: int) -> Item:
    if not message.tool_call_id:
        raise InvalidRequest(
            f"'messages[{place}]' is a tool's message without 'tool_call_id'.",
            param=f"messages[{place}].tool_call_id",
        )
    output: Content = (
        message.content
        if isinstance(message.content, str)
        else _parts(message.content, "input_text", place)
    )
    if kinds.get(message.tool_call_id) == "custom":
        return items.CustomToolCallOutput(call_id=message.tool_call_id, output=output)
    return items.FunctionCallOutput(call_id=message.tool_call_id, output=output)


def _functions(functions: Sequence[Json] | None) -> list[Json]:
    return [{"type": "function", "function": function} for function in functions or ()]


def _tool(tool: Json) -> Json:
    match tool:
        case {"type": "function", "function": {"name": str(name), **more}}:
            flat: Json = {
                "type": "function",
                "name": name,
                "description": more.get("description"),
                "parameters": more.get("parameters"),
                "strict": more.get("strict") or False,
            }
            return flat
        case {"type": "custom", "custom": {"name": str(name), **more}}:
            form = more.get("format")
            if isinstance(form, dict) and isinstance(form.get("grammar"), dict):
                form = {"type": "grammar", **_fields(form["grammar"])}
            fields = {**more, "format": form} if form else more
            return {"type": "custom", "name": name, **_fields(fields)}
    kind = tool.get("type")
    if kind in ("function", "custom"):
        raise InvalidRequest(
            f"Missing required parameter: 'tools[].{kind}.name'.",
            hint=f"A tool of this API is nested: {{'type': '{kind}', '{kind}': {{'name': …}}}}.",
            param="tools",
            code="missing_required_parameter",
        )
    raise InvalidRequest(
        f"A tool of type {kind!r} cannot be used with chat completions.",
        hint="Use POST /v1/responses for shell, apply_patch and server-run tools.",
        param="tools",
        code="unsupported_value",
    )


def _fields(table: Mapping[object, object]) -> dict[str, object]:
    return {str(name): value for name, value in table.items()}


def _choice(choice: str | Json | None) -> str | Json | None:
    match choice:
        case {"type": "function", "function": {"name": str(name)}}:
            return {"type": "function", "name": name}
        case {"type": "custom", "custom": {"name": str(name)}}:
            return {"type": "custom", "name": name}
        case {"type": "allowed_tools", "allowed_tools": {"tools": [*tools], **allowed}}:
            named = [_choice(tool) if isinstance(tool, dict) else tool for tool in tools]
            return {"type": "allowed_tools", **_fields(allowed), "tools": named}
        case _:
            return choice


def _wanted(chat: _Chat) -> str | Json | None:
    """Return the choice among tools, or among functions as clients wrote before there were tools.

    `function_call` names one without its type.
    """
    old = chat.function_call if chat.tool_choice is None else None
    if isinstance(old, dict):
        return {"type": "function", "name": old.get("name")}
    return _choice(chat.tool_choice or old)


def _thinking(chat: _Chat) -> Thinking | None:
    wish = chat.reasoning or _Reasoning()
    effort = wish.effort or chat.reasoning_effort
    if effort is None and wish.max_tokens is not None:
        effort = next(name for most, name in _BY_TOKENS if wish.max_tokens <= most)
    if effort is None and wish.enabled:
        effort = "medium"
    if effort is None and wish.enabled is False:
        effort = "none"
    asked = chat.reasoning is not None or chat.include_reasoning
    summary = wish.summary or ("auto" if asked and not wish.exclude else None)
    if effort is None and summary is None:
        return None
    try:
        return msgspec.convert({"effort": effort, "summary": summary}, Thinking)
    except msgspec.ValidationError as error:
        raise InvalidRequest(
            f"Unsupported value for 'reasoning.effort': {effort!r}.",
            hint="Use none, minimal, low, medium, high, xhigh or max.",
            param="reasoning.effort",
            code="unsupported_value",
        ) from error


def _shown(chat: _Chat) -> bool:
    if chat.include_reasoning is not None:
        return chat.include_reasoning
    return not (chat.reasoning and chat.reasoning.exclude)


def _text(chat: _Chat) -> Json | None:
    text: dict[str, object] = {}
    match chat.response_format:
        case {"type": "json_schema", "json_schema": {**schema}}:
            text["format"] = {"type": "json_schema", **_fields(schema)}
        case {"type": _, **_more}:
            text["format"] = chat.response_format
    if chat.verbosity:
        text["verbosity"] = chat.verbosity
    return text or None


def _limit(chat: _Chat) -> int | None:
    limit = chat.max_completion_tokens or chat.max_tokens
    return None if limit is None else max(limit, LEAST_OUTPUT)
