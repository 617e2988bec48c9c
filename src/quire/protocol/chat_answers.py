"""Answers as Chat Completions: a Response as one object, its Events as chunks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from quire.protocol import events, items
from quire.protocol.items import Item, Json, Part
from quire.protocol.responses import Response, Usage

# The statuses of failures that are told in the midst of a stream, where 502 is not the word.
_STATUSES = {"rate_limit_exceeded": 429, "context_length_exceeded": 400, "invalid_prompt": 400}
REASONING_FORMAT = "openai-responses-v1"


class Shape(Struct, frozen=True, kw_only=True):
    """How a chat answer is written: its id, its time in seconds, and what it shows."""

    id: str
    created: int
    model: str
    show_reasoning: bool = True
    include_usage: bool = False


def completion(response: Response, shape: Shape) -> dict[str, object]:
    """Return the `chat.completion` object of a whole response."""
    message: dict[str, object] = {
        "role": "assistant",
        "content": _joined(response, "text"),
        "refusal": _joined(response, "refusal"),
    }
    calls = [call for item in response.output if (call := _call(item)) is not None]
    if calls:
        message["tool_calls"] = calls
    if annotations := [each for part in _parts(response) for each in _annotations(part)]:
        message["annotations"] = annotations
    if shape.show_reasoning and (details := reasoning_details(response)):
        message["reasoning"] = _reasoning_text(details)
        message["reasoning_details"] = details
    choice = {
        "index": 0,
        "message": message,
        "logprobs": _logprobs([each for part in _parts(response) for each in part.logprobs or ()]),
        "finish_reason": finish_reason(response),
    }
    return {
        **_head(shape, "chat.completion"),
        "choices": [choice],
        "usage": chat_usage(response.usage or Usage()),
        "service_tier": response.rest.get("service_tier"),
        "system_fingerprint": None,
    }


def finish_reason(response: Response) -> str:
    """Return why an answer ended, by chat's names."""
    reason = (response.incomplete_details or {}).get("reason")
    if response.status == "failed":
        return "error"
    if reason == "max_output_tokens":
        return "length"
    if reason == "content_filter":
        return "content_filter"
    return "tool_calls" if any(_call(item) for item in response.output) else "stop"


def chat_usage(usage: Usage) -> dict[str, object]:
    """Return a usage by chat's names; `cost` in US dollars where it is known."""
    known: dict[str, object] = {} if usage.cost is None else {"cost": usage.cost}
    return {
        "prompt_tokens": usage.input_tokens,
        "completion_tokens": usage.output_tokens,
        "total_tokens": usage.total_tokens,
        "prompt_tokens_details": {
            "cached_tokens": usage.input_tokens_details.cached_tokens,
            "cache_write_tokens": usage.input_tokens_details.cache_write_tokens,
        },
        "completion_tokens_details": {
            "reasoning_tokens": usage.output_tokens_details.reasoning_tokens
        },
        **known,
    }


def reasoning_details(response: Response) -> list[Json]:
    """Return the reasoning of a response as OpenRouter's ordered details."""
    found: list[Json] = []
    for item in response.output:
        if isinstance(item, items.Reasoning):
            found += [{**detail, "index": len(found) + n} for n, detail in
                      enumerate(_details(item))]  # fmt: skip
    return found


def _details(item: items.Reasoning) -> Iterator[Json]:
    mark: Json = {"id": item.id, "format": REASONING_FORMAT}
    for part in item.summary:
        yield {"type": "reasoning.summary", "summary": items.text_of((part,)), **mark}
    for part in item.content or ():
        yield {"type": "reasoning.text", "text": items.text_of((part,)), **mark}
    if item.encrypted_content:
        yield {"type": "reasoning.encrypted", "data": item.encrypted_content, **mark}


def _reasoning_text(details: list[Json]) -> str | None:
    texts = [str(detail.get("summary") or detail.get("text") or "") for detail in details]
    return "\n\n".join(text for text in texts if text) or None


class ChunkWriter:
    """Turns the events of one answer into `chat.completion.chunk` objects, one at a time."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._calls: dict[int, int] = {}
        self._streamed: set[int] = set()
        self._begun = False
        self._details = 0

    def feed(self, event: events.Event) -> list[dict[str, object]]:
        """Return the chunks that `event` stands for, often none."""
        match event:
            case events.Created():
                return self._begin()
            case events.TextDelta(delta=text, logprobs=logprobs):
                return [self._delta({"content": text}, logprobs=logprobs or ())]
            case events.ContentPartDone(part=part) if annotations := _annotations(part):
                return [self._delta({"annotations": annotations})]
            case events.SummaryDelta(delta=text) if self._shape.show_reasoning:
                return [self._delta({"reasoning": text, "reasoning_details": [
                    {"type": "reasoning.summary", "summary": text, "id": event.item_id,
                     "format": REASONING_FORMAT, "index": self._details}]})]  # fmt: skip
            case events.OutputItemAdded(item=item, output_index=index):
                return self._opened(index, item)
            case events.ArgumentsDelta(output_index=index, delta=text):
                return self._argument(index, {"function": {"arguments": text}})
            case events.InputDelta(output_index=index, delta=text):
                return self._argument(index, {"custom": {"input": text}})
            case events.OutputItemDone(item=item, output_index=index):
                return self._closed(index, item)
            case events.Completed() | events.Incomplete() | events.Failed():
                return self._end(event.response)
        return []

    def _begin(self) -> list[dict[str, object]]:
        if self._begun:
            return []
        self._begun = True
        return [self._delta({"role": "assistant", "content": ""})]

    def _opened(self, index: int, item: Item) -> list[dict[str, object]]:
        call = _call(item)
        if call is None:
            return []
        place = self._calls.setdefault(index, len(self._calls))
        return [self._delta({"tool_calls": [{"index": place, **_empty(call)}]})]

    def _argument(self, index: int, piece: Json) -> list[dict[str, object]]:
        self._streamed.add(index)
        place = self._calls.get(index, 0)
        return [self._delta({"tool_calls": [{"index": place, **piece}]})]

    def _closed(self, index: int, item: Item) -> list[dict[str, object]]:
        """Send what no delta has sent: arguments that came only whole, encrypted reasoning."""
        if isinstance(item, items.Reasoning):
            return self._encrypted(item)
        call = _call(item)
        if call is None or index in self._streamed:
            return []
        opened = [] if index in self._calls else self._opened(index, item)
        match item:
            case items.FunctionCall(arguments=text):
                return opened + self._argument(index, {"function": {"arguments": text}})
            case items.CustomToolCall(input=text):
                return opened + self._argument(index, {"custom": {"input": text}})
        return opened

    def _encrypted(self, item: items.Reasoning) -> list[dict[str, object]]:
        self._details += 1
        if not (item.encrypted_content and self._shape.show_reasoning):
            return []
        detail = {"type": "reasoning.encrypted", "data": item.encrypted_content, "id": item.id,
                  "format": REASONING_FORMAT, "index": self._details}  # fmt: skip
        self._details += 1
        return [self._delta({"reasoning_details": [detail]})]

    def _end(self, response: Response) -> list[dict[str, object]]:
        reason = finish_reason(response)
        last = self._delta({} if reason != "error" else {"content": ""}, reason)
        if response.status == "failed":
            last["error"] = chat_error(response)
        chunks = [*self._begin(), last]
        if self._shape.include_usage:
            usage = chat_usage(response.usage or Usage())
            chunks.append({**_head(self._shape, "chat.completion.chunk"), "choices": [],
                           "usage": usage})  # fmt: skip
        return chunks

    def _delta(
        self, delta: Json, reason: str | None = None, *, logprobs: Sequence[Json] = ()
    ) -> dict[str, object]:
        told = {"logprobs": _logprobs(logprobs), "finish_reason": reason}
        choice = {"index": 0, "delta": delta, **told}
        return {**_head(self._shape, "chat.completion.chunk"), "choices": [choice]}


def chat_error(response: Response) -> dict[str, object]:
    """Return a failed response's error in the shape that a chat stream carries."""
    error = response.error or {}
    code = _STATUSES.get(str(error.get("code")), 502)
    return {"code": code, "message": str(error.get("message") or "The model gave no answer.")}


def _head(shape: Shape, kind: str) -> dict[str, object]:
    return {"id": shape.id, "object": kind, "created": shape.created, "model": shape.model}


def _parts(response: Response) -> Iterator[Part]:
    for item in response.output:
        if isinstance(item, items.Message) and not isinstance(item.content, str):
            yield from item.content


def _joined(response: Response, field: str) -> str | None:
    told = (getattr(part, field) for part in _parts(response))
    return "".join(text for text in told if isinstance(text, str)) or None


def _logprobs(told: Sequence[Json]) -> Json | None:
    return {"content": list(told), "refusal": None} if told else None


def _annotations(part: Part) -> list[Json]:
    """Return a part's citations as chat nests them."""
    cited = [each for each in part.annotations or () if each.get("type") == "url_citation"]
    return [
        {"type": "url_citation", "url_citation": {k: v for k, v in each.items() if k != "type"}}
        for each in cited
    ]


def _call(item: Item) -> dict[str, object] | None:
    match item:
        case items.FunctionCall():
            body = {"name": item.name, "arguments": item.arguments}
            return {"id": item.call_id, "type": "function", "function": body}
        case items.CustomToolCall():
            return {"id": item.call_id, "type": "custom",
                    "custom": {"name": item.name, "input": item.input}}  # fmt: skip
        case _:
            return None


def _empty(call: Json) -> dict[str, object]:
    match call:
        case {"type": "custom", "custom": {"name": name}}:
            return {**call, "custom": {"name": name, "input": ""}}
        case {"function": {"name": name}}:
            return {**call, "function": {"name": name, "arguments": ""}}
    return dict(call)
