"""How the work on an order ended, read from the log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from quire.agent.budget import in_words
from quire.protocol import events as wire
from quire.protocol.events import Event, ItemEvent, OutputItemDone
from quire.protocol.items import Compaction, Item, Json, Message, Part, text_of
from quire.protocol.records import Exhausted

How = Literal["answered", "refused", "limit", "failed", "stopped"]


class Ended(Struct, frozen=True):
    """How the work ended, and the last words: the model's, of the error, of the limit."""

    how: How
    words: str = ""


STOPPED = Ended("stopped")


def ended(turn: Sequence[Event]) -> Ended:
    """Return how the last answer of a turn ended; an answer without words is a failed one."""
    for event in reversed(turn):
        match event:
            case Exhausted():
                return Ended("limit", in_words(event))
            case wire.Failed(response=response):
                return Ended("failed", _said(response.error) or "The model's answer failed.")
            case wire.Incomplete(response=response):
                why = _said(response.incomplete_details) or "no reason given"
                return Ended("failed", f"The model's answer was cut off ({why}).")
            case wire.ErrorEvent(message=message, error=error):
                return Ended("failed", message or _said(error) or "The model's answer failed.")
            case OutputItemDone(item=Compaction()):
                continue
            case OutputItemDone(item=item):
                return _last_word(item)
            case ItemEvent():
                break
    return Ended("failed", "The model gave an empty answer.")


def _last_word(item: Item) -> Ended:
    if not isinstance(item, Message):
        return Ended("failed", "The model's answer ended without a word.")
    parts = () if isinstance(item.content, str) else item.content
    words = text_of(item.content)
    declined = any(isinstance(part, Part) and part.type == "refusal" for part in parts)
    return Ended("refused" if declined else "answered", words)


def _said(details: Json | None) -> str:
    told = details or {}
    return next((str(told[key]) for key in ("message", "reason", "code") if told.get(key)), "")
