"""The whole past as a text beside the outputs, for a model that wants to read it by pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from quire.errors import StoreError
from quire.protocol.events import Event, ItemEvent
from quire.protocol.items import Compaction, Item, Message, Reasoning, kind_of, text_of

RECORD = "0000000000.out"
"""The output's id; that of a command is the hash of its call."""


def keep_record(outputs: Path, events: Iterable[Event], *, more: bool = False) -> None:
    """Write what was said and done below the folder of outputs; `more` adds to what is there.

    A file that a fork shares is not written in. Raises StoreError.
    """
    fresh, path = outputs / f"{RECORD}.new", outputs / RECORD
    try:
        outputs.mkdir(parents=True, exist_ok=True)
        if more and path.stat().st_nlink == 1:
            _write(path, events, "a")
            return
        if more:
            shutil.copyfile(path, fresh)
        _write(fresh, events, "a" if more else "w")
        fresh.replace(path)
    except OSError as error:
        raise StoreError(
            f"{fresh} cannot be written: {error.strerror}", hint="Free space or correct its rights."
        ) from error


def _write(path: Path, events: Iterable[Event], mode: str) -> None:
    with path.open(mode, encoding="utf-8") as file:
        for told in _told(events):
            file.write(f"{told}\n\n")


def _told(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        if isinstance(event, ItemEvent) and (text := _text(event.item)):
            yield f"## {event.sequence_number} {_title(event.item)}\n{text}"


def _title(item: Item) -> str:
    return item.role if isinstance(item, Message) else kind_of(item).replace("_", " ")


def _text(item: Item) -> str:
    match item:
        case Message(content=content):
            return text_of(content)
        case Reasoning(summary=summary):
            return text_of(summary)
        case Compaction():
            return ""
    return _fields(item)


def _fields(item: Item) -> str:
    """Return what a call asks for or an output says, without its ids and states."""
    fields = msgspec.json.decode(item.wire(), type=dict[str, object])
    told = {name: value for name, value in fields.items() if name not in _UNTOLD}
    return "\n".join(
        value if isinstance(value, str) else msgspec.json.encode(value).decode()
        for value in told.values()
    )


_UNTOLD = frozenset({"type", "id", "call_id", "status"})
