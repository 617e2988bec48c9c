"""What a scripted answer looks like on the wire of a Chat Completions server, faults included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import get_args

import msgspec

from quire.models.replies import JSON, Reply, reply_to
from quire.models.script import Answer, FaultKind, output_of
from quire.protocol import events, items
from quire.protocol.chat_answers import ChunkWriter, Shape, completion
from quire.protocol.emulation import Emulation, Played, call_of
from quire.protocol.narration import narrate
from quire.protocol.sse import DONE

# 2025-11-13 00:00:00 UTC, so that scripted answers do not depend on the clock.
_CREATED = 1_762_992_000
_ASIDE = "An answer that will not be finished."


def chat_reply_to(answer: Answer, *, turn: int, model: str, stream: bool = True) -> Reply:
    """Return the reply that gives `answer` on `turn`; built-in tools are called as functions."""
    if answer.fault is not None and answer.fault not in _FAULTS:
        return reply_to(answer, turn=turn, model=model, stream=stream)
    shape = Shape(id=f"chatcmpl-{turn}", created=_CREATED, model=model, include_usage=True)
    story = _story(answer, turn, model)
    if stream or answer.fault is not None:
        broken = _FAULTS[answer.fault] if answer.fault is not None else _whole
        reply = broken(answer, tuple(_pieces(story, shape)))
    else:
        last = story[-1]
        assert isinstance(last, events.Completed)
        body = msgspec.json.encode(completion(last.response, shape))
        reply = Reply(pieces=(body,), headers=(JSON,))
    return msgspec.structs.replace(reply, pause=answer.pause)


def _story(answer: Answer, turn: int, model: str) -> list[events.Event]:
    output = output_of(answer, turn)
    if not output and answer.fault not in (None, "empty"):
        output = output_of(Answer(text=_ASIDE), turn)
    return list(narrate(map(_as_chat, output), model=model, usage=answer.usage))


def _as_chat(item: items.Item) -> items.Item:
    if isinstance(item, get_args(Played)):
        return msgspec.structs.replace(call_of(item, Emulation({})), id=item.id)
    return item


def _pieces(story: list[events.Event], shape: Shape) -> Iterator[bytes]:
    writer = ChunkWriter(shape)
    for event in story:
        for chunk in writer.feed(event):
            yield b"data: %s\n\n" % msgspec.json.encode(chunk)


_Pieces = tuple[bytes, ...]


def _whole(answer: Answer, pieces: _Pieces) -> Reply:
    return Reply(pieces=(*pieces, DONE))


def _cut(answer: Answer, pieces: _Pieces) -> Reply:
    return Reply(pieces=pieces[: min(answer.after, len(pieces) - 2)], cut=True)


def _unfinished(answer: Answer, pieces: _Pieces) -> Reply:
    return Reply(pieces=pieces[: min(answer.after, len(pieces) - 2)])


def _garbage(answer: Answer, pieces: _Pieces) -> Reply:
    return Reply(pieces=(pieces[0], b"data: {not json at all\n\n"))


def _error(answer: Answer, pieces: _Pieces) -> Reply:
    words = answer.message or "The server had an error while processing your request."
    chunk = {"error": {"message": words, "code": 502}}
    return Reply(pieces=(*pieces[:1], b"data: %s\n\n" % msgspec.json.encode(chunk)))


def _incomplete(answer: Answer, pieces: _Pieces) -> Reply:
    stopped = (piece.replace(b'"finish_reason":"stop"', b'"finish_reason":"length"')
               for piece in pieces)  # fmt: skip
    return Reply(pieces=(*stopped, DONE))


_FAULTS: dict[FaultKind, Callable[[Answer, _Pieces], Reply]] = {
    "cut": _cut,
    "cut_after_call": _cut,
    "unfinished": _unfinished,
    "garbage": _garbage,
    "empty": _whole,
    "error_event": _error,
    "failed": _error,
    "incomplete": _incomplete,
}
