"""What the engine notes to itself in the opaque part of its reasoning items."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from quire.protocol import items
from quire.protocol.items import Item

VERSION = 1


class Note(Struct, frozen=True, kw_only=True):
    """The job at work, its step, and the workbench's search frontier (base64, opaque)."""

    v: int = VERSION
    job: str = ""
    step: str = ""
    state: str = ""


def write_note(note: Note) -> str:
    """Return a note as the text of `encrypted_content`."""
    return base64.b64encode(msgspec.json.encode(note)).decode("ascii")


def read_note(text: str | None) -> Note | None:
    """Return the note in a reasoning item's opaque part; None when it is not the engine's."""
    try:
        note = msgspec.json.decode(base64.b64decode(text or "", validate=True), type=Note)
    except (binascii.Error, ValueError):  # another model's, or cut: the items tell enough
        return None
    return note if note.v == VERSION else None


def newest_note(conversation: Iterable[Item]) -> Note:
    """Return the newest note among the items, or an empty one."""
    thoughts = (item for item in conversation if isinstance(item, items.Reasoning))
    found = [note for item in thoughts if (note := read_note(item.encrypted_content))]
    return found[-1] if found else Note()
