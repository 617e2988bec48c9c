"""Answers in the AI SDK's language-model protocol: a Response as one object, Events as parts.

Source: Vercel AI Gateway, language-model protocol. Version 2 (AI SDK 5) has flat usage and plain
finish reasons; versions 3 and 4 have nested ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from quire.protocol import events, items
from quire.protocol.items import Item, Json
from quire.protocol.responses import Response, Usage

FLAT = 2
Parts = Iterator[dict[str, object]]


class Manner(Struct, frozen=True, kw_only=True):
    """How an answer is written: the protocol's version, ids, time, and the tools' names.

    `asked` is the model as the client named it, `model` the one that answers.
    """

    version: int
    generation: str
    created: int
    model: str
    asked: str = ""
    names: Mapping[str, str] = {}


def whole_answer(response: Response, manner: Manner) -> dict[str, object]:
    """Return the object of a call that is not streamed."""
    content = [part for item in response.output for part in _content(item, manner)]
    if content:
        content[0] = _marked(content[0], manner)
    return {
        "content": content,
        "finishReason": _reason(response, manner.version),
        "usage": _usage(response.usage or Usage(), manner.version),
        "warnings": [],
        "response": _metadata(manner),
        "providerMetadata": _gateway(response, manner),
    }


class PartWriter:
    """Turns the events of one answer into stream parts, one at a time."""

    def __init__(self, manner: Manner, error: Callable[[Response], Json]) -> None:
        """Begin; `error` writes what a failed response tells."""
        self._manner = manner
        self._error = error
        self._calls: dict[int, str] = {}
        self._thoughts: dict[str, list[str]] = {}
        self._marked = False

    def feed(self, event: events.Event) -> list[dict[str, object]]:
        """Return the parts that `event` stands for, often none."""
        parts = list(self._parts(event))
        if not self._marked:
            for place, part in enumerate(parts):
                if str(part["type"]).endswith("-start") and part["type"] != "stream-start":
                    parts[place] = _marked(part, self._manner)
                    self._marked = True
                    break
        return parts

    def _parts(self, event: events.Event) -> Parts:
        match event:
            case events.Created():
                yield {"type": "stream-start", "warnings": []}
                yield {"type": "response-metadata", **_metadata(self._manner)}
            case events.SummaryPartAdded(item_id=name, summary_index=place):
                self._thoughts.setdefault(name, []).append(f"{name}:{place}")
                yield {"type": "reasoning-start", "id": f"{name}:{place}"}
            case events.SummaryDelta(item_id=name, summary_index=place, delta=text):
                yield {"type": "reasoning-delta", "id": f"{name}:{place}", "delta": text}
            case events.ContentPartAdded() | events.ContentPartDone():
                end = isinstance(event, events.ContentPartDone)
                name = _text_id(event.item_id, event.content_index)
                yield {"type": "text-end" if end else "text-start", "id": name}
            case events.TextDelta() | events.RefusalDelta():
                name = _text_id(event.item_id, event.content_index)
                yield {"type": "text-delta", "id": name, "delta": event.delta}
            case events.OutputItemAdded(item=items.FunctionCall() as call, output_index=index):
                yield from self._opened(index, call.call_id, call.name)
            case events.ArgumentsDelta(output_index=index, delta=text) if index in self._calls:
                yield {"type": "tool-input-delta", "id": self._calls[index], "delta": text}
            case events.OutputItemDone(item=item, output_index=index):
                yield from self._closed(index, item)
            case events.Completed() | events.Incomplete() | events.Failed():
                yield from self._ended(event.response)

    def _opened(self, index: int, call_id: str, name: str) -> Parts:
        self._calls[index] = call_id
        yield {"type": "tool-input-start", "id": call_id, "toolName": name}

    def _closed(self, index: int, item: Item) -> Parts:
        if isinstance(item, items.Reasoning):
            yield from self._thought(item)
            return
        call = _tool_call(item, self._manner.names)
        if call is None:
            return
        call_id = str(call["toolCallId"])
        if index not in self._calls:
            yield from self._opened(index, call_id, str(call["toolName"]))
            yield {"type": "tool-input-delta", "id": call_id, "delta": call["input"]}
        yield {"type": "tool-input-end", "id": call_id}
        yield call

    def _thought(self, item: items.Reasoning) -> Parts:
        kept = _kept(item)
        opened = self._thoughts.pop(item.id or "", [])
        if not opened and item.encrypted_content:
            opened = [f"{item.id}:0"]
            yield {"type": "reasoning-start", "id": opened[0], "providerMetadata": kept}
        for name in opened:
            yield {"type": "reasoning-end", "id": name, "providerMetadata": kept}

    def _ended(self, response: Response) -> Parts:
        if response.status == "failed":
            yield {"type": "error", "error": self._error(response)}
        yield {
            "type": "finish",
            "finishReason": _reason(response, self._manner.version),
            "usage": _usage(response.usage or Usage(), self._manner.version),
            "providerMetadata": _gateway(response, self._manner),
        }


def _content(item: Item, manner: Manner) -> Parts:
    match item:
        case items.Message(content=content) if not isinstance(content, str):
            for part in content:
                yield {"type": "text", "text": items.text_of((part,))}
        case items.Reasoning(summary=summary):
            texts = [items.text_of((part,)) for part in summary]
            if not texts and item.encrypted_content:
                texts = [""]
            for text in texts:
                yield {"type": "reasoning", "text": text, "providerMetadata": _kept(item)}
        case _:
            call = _tool_call(item, manner.names)
            if call is not None:
                yield call


def _tool_call(item: Item, names: Mapping[str, str]) -> dict[str, object] | None:
    match item:
        case items.FunctionCall():
            name, given = item.name, item.arguments
        case items.CustomToolCall():
            name, given = item.name, _json(item.input)
        case items.ApplyPatchCall(operation=operation):
            name = names.get("apply_patch", "apply_patch")
            given = _json({"callId": item.call_id, "operation": operation})
        case items.ShellCall(action=action):
            name = names.get("shell", "shell")
            told = {"commands": action.commands, "timeoutMs": action.timeout_ms,
                    "maxOutputLength": action.max_output_length}  # fmt: skip
            given = _json({"action": {k: v for k, v in told.items() if v is not None}})
        case _:
            return None
    return {"type": "tool-call", "toolCallId": item.call_id, "toolName": name, "input": given}


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _text_id(name: str, place: int) -> str:
    return name if place == 0 else f"{name}:{place}"


def _kept(item: items.Reasoning) -> Json:
    """Return what a client must send back for the item to be whole again."""
    own = {"itemId": item.id, "reasoningEncryptedContent": item.encrypted_content}
    return {"openai": own}


def _marked(part: dict[str, object], manner: Manner) -> dict[str, object]:
    """Return a part that tells the generation's id, as the first one of an answer does."""
    told = part.get("providerMetadata")
    kept = told if isinstance(told, Mapping) else {}
    return {**part, "providerMetadata": {**kept, "gateway": {"generationId": manner.generation}}}


def _metadata(manner: Manner) -> dict[str, object]:
    moment = datetime.fromtimestamp(manner.created, UTC)
    return {
        "id": manner.generation,
        "timestamp": moment.isoformat().replace("+00:00", "Z"),
        "modelId": manner.model,
    }


def _reason(response: Response, version: int) -> object:
    unified = _unified(response)
    if version == FLAT:
        return unified
    raw = (response.incomplete_details or {}).get("reason") or response.status
    return {"unified": unified, "raw": raw}


def _unified(response: Response) -> str:
    reason = (response.incomplete_details or {}).get("reason")
    if response.status == "failed":
        return "error"
    if response.status == "incomplete":
        return {"max_output_tokens": "length", "content_filter": "content-filter"}.get(
            str(reason), "other"
        )
    called = any(_tool_call(item, {}) is not None for item in response.output)
    return "tool-calls" if called else "stop"


def _usage(usage: Usage, version: int) -> dict[str, object]:
    cached = usage.input_tokens_details.cached_tokens
    written = usage.input_tokens_details.cache_write_tokens
    thought = usage.output_tokens_details.reasoning_tokens
    if version == FLAT:
        return {
            "inputTokens": usage.input_tokens,
            "outputTokens": usage.output_tokens,
            "totalTokens": usage.total_tokens,
            "reasoningTokens": thought,
            "cachedInputTokens": cached,
        }
    return {
        "inputTokens": {
            "total": usage.input_tokens,
            "noCache": usage.input_tokens - cached,
            "cacheRead": cached,
            "cacheWrite": written,
        },
        "outputTokens": {
            "total": usage.output_tokens,
            "text": usage.output_tokens - thought,
            "reasoning": thought,
        },
    }


def _gateway(response: Response, manner: Manner) -> Json:
    signed = response.rest.get("quire")
    route = signed if isinstance(signed, Mapping) else {}
    cost = response.usage.cost if response.usage else None
    told: dict[str, object] = {"generationId": manner.generation}
    if cost is not None:
        told["cost"] = f"{cost:.10f}".rstrip("0").rstrip(".")
    if route:
        told["routing"] = {
            "originalModelId": manner.asked or manner.model,
            "finalProvider": route.get("provider"),
            "modelAttemptCount": route.get("attempt"),
            "attempts": [*_failed(route), {"provider": route.get("provider"), "success": True}],
        }
    return {"gateway": told}


def _failed(route: Mapping[str, object]) -> Parts:
    """Yield the attempts that gave no output, as a routed answer names them."""
    tried = route.get("tried")
    for each in tried if isinstance(tried, list | tuple) else ():
        yield {
            "provider": each.get("provider"),
            "success": False,
            "error": each.get("error"),
            "statusCode": each.get("status"),
        }
