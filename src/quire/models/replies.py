"""What a scripted answer looks like on the wire: status, headers, pieces, and how it breaks."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec import Struct

from quire.models.reading import is_call
from quire.models.script import Answer, FaultKind, output_of
from quire.protocol import events, items
from quire.protocol.narration import narrate
from quire.protocol.responses import Response
from quire.protocol.sse import DONE, MEDIA_TYPE, encode

_SSE = ("content-type", MEDIA_TYPE)
JSON = ("content-type", "application/json")
_HTML = ("content-type", "text/html; charset=utf-8")


class Reply(Struct, frozen=True, kw_only=True):
    """One HTTP answer; `cut` says that the connection drops after the last piece.

    `pause` is the wait before each piece in seconds; `silent` that nothing is ever sent.
    """

    pieces: tuple[bytes, ...]
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (_SSE,)
    cut: bool = False
    pause: float = 0.0
    silent: bool = False


def reply_to(answer: Answer, *, turn: int, model: str, stream: bool = True) -> Reply:
    """Return the reply that gives `answer` on `turn`, as a stream or as one JSON object."""
    story = _story(answer, turn, model)
    if answer.fault is not None:
        reply = _FAULTS[answer.fault](answer, story)
    elif stream:
        reply = Reply(pieces=(*map(encode, story), DONE))
    else:
        reply = Reply(pieces=(_final(story).wire(),), headers=(JSON,))
    return msgspec.structs.replace(reply, pause=answer.pause)


def compaction_to(answer: Answer, *, turn: int, model: str, stream: bool = False) -> Reply:
    """Return the reply of `/responses/compact`: one JSON object, which names no model."""
    reply = reply_to(answer, turn=turn, model=model, stream=False)
    if answer.fault is not None:
        return reply
    whole = msgspec.json.decode(reply.pieces[0], type=dict[str, msgspec.Raw])
    told = {name: whole[name] for name in ("id", "output", "usage")}
    body = msgspec.json.encode({**told, "object": "response.compaction", "created_at": 0})
    return msgspec.structs.replace(reply, pieces=(body,))


def refused(status: int, *, code: str, message: str) -> Reply:
    """Return a reply with an error body of the Responses API."""
    body = {"error": {"message": message, "type": _KINDS[status], "param": None, "code": code}}
    return Reply(pieces=(msgspec.json.encode(body),), status=status, headers=(JSON,))


_KINDS = {
    400: "invalid_request_error",
    401: "authentication_error",
    404: "invalid_request_error",
    429: "requests",
    500: "server_error",
}
_Story = list[events.Event]


def _story(answer: Answer, turn: int, model: str) -> _Story:
    output = output_of(answer, turn)
    if not output and answer.fault not in (None, "empty"):
        # A fault in mid-answer needs an answer to break.
        output = output_of(Answer(text="An answer that will not be finished."), turn)
    return list(narrate(output, model=model, usage=answer.usage, response_id=f"resp_{turn}"))


def _final(story: _Story) -> Response:
    last = story[-1]
    assert isinstance(last, events.Completed)
    return last.response


def _rate_limit(answer: Answer, story: _Story) -> Reply:
    wait = answer.retry_after
    words = answer.message or "Rate limit reached for requests per minute."
    reply = refused(429, code="rate_limit_exceeded", message=words)
    asked = () if wait is None else (("retry-after", f"{wait:g}"),)
    return msgspec.structs.replace(reply, headers=(*reply.headers, *asked))


def _refusal(status: int, code: str, words: str) -> Callable[[Answer, _Story], Reply]:
    return lambda answer, story: refused(status, code=code, message=answer.message or words)


def _html_error(answer: Answer, story: _Story) -> Reply:
    return Reply(pieces=(_page(answer.message or "502 Bad Gateway"),), status=502, headers=(_HTML,))


def _cut(answer: Answer, story: _Story) -> Reply:
    return Reply(pieces=tuple(map(encode, story[: answer.after])), cut=True)


def _cut_after_call(answer: Answer, story: _Story) -> Reply:
    place = next(
        (
            place
            for place, event in enumerate(story)
            if isinstance(event, events.OutputItemDone) and is_call(event.item)
        ),
        len(story) - 2,
    )
    return Reply(pieces=tuple(map(encode, story[: place + 1])), cut=True)


def _unfinished(answer: Answer, story: _Story) -> Reply:
    return Reply(pieces=tuple(map(encode, story[: answer.after])))


def _garbage(answer: Answer, story: _Story) -> Reply:
    return Reply(pieces=(encode(story[0]), b"data: {not json at all\n\n"))


def _html(answer: Answer, story: _Story) -> Reply:
    return Reply(pieces=(_page(answer.message or "Please log in"),), headers=(_HTML,))


def _empty_body(answer: Answer, story: _Story) -> Reply:
    return Reply(pieces=())


def _empty(answer: Answer, story: _Story) -> Reply:
    return Reply(pieces=tuple(map(encode, story)))


def _error_event(answer: Answer, story: _Story) -> Reply:
    words = answer.message or "The server had an error while processing your request."
    error = {"type": "server_error", "code": "server_error", "message": words, "param": None}
    event = events.ErrorEvent(error=error, code="server_error", message=words)
    return Reply(pieces=(*map(encode, story[: answer.after]), encode(event)))


def _failed(answer: Answer, story: _Story) -> Reply:
    words = answer.message or "The model ran out of luck."
    response = msgspec.structs.replace(
        _final(story), status="failed", output=(), error={"code": "server_error", "message": words}
    )
    pieces = map(encode, [*story[: answer.after], events.Failed(response=response)])
    return Reply(pieces=tuple(pieces))


def _incomplete(answer: Answer, story: _Story) -> Reply:
    reason = answer.message or "max_output_tokens"
    output = tuple(_cut_item(item) for item in _final(story).output)
    response = msgspec.structs.replace(
        _final(story), status="incomplete", output=output, incomplete_details={"reason": reason}
    )
    kept = [
        msgspec.structs.replace(event, item=_cut_item(event.item))
        if isinstance(event, events.OutputItemDone)
        else event
        for event in story[:-1]
    ]
    return Reply(pieces=tuple(map(encode, [*kept, events.Incomplete(response=response)])))


def _cut_item(item: items.Item) -> items.Item:
    return items.changed(item, status="incomplete") if isinstance(item, items.Message) else item


def _silent(answer: Answer, story: _Story) -> Reply:
    return Reply(pieces=(), silent=True)


def _page(words: str) -> bytes:
    page = f"<!doctype html><html><head><title>{words}</title></head><body><p>nginx</p></body>"
    return page.encode()


_FAULTS: dict[FaultKind, Callable[[Answer, _Story], Reply]] = {
    "rate_limit": _rate_limit,
    "quota": _refusal(429, "insufficient_quota", "You exceeded your current quota."),
    "server_error": _refusal(500, "server_error", "The server had an error."),
    "context_length": _refusal(
        400, "context_length_exceeded", "Your input exceeds the context window of this model."
    ),
    "unauthorized": _refusal(401, "invalid_api_key", "Incorrect API key provided."),
    "html_error": _html_error,
    "cut": _cut,
    "cut_after_call": _cut_after_call,
    "unfinished": _unfinished,
    "garbage": _garbage,
    "html": _html,
    "empty_body": _empty_body,
    "empty": _empty,
    "error_event": _error_event,
    "failed": _failed,
    "incomplete": _incomplete,
    "silent": _silent,
}
