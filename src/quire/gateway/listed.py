"""Input items as they are stored and listed: named, typed, their words in parts."""

from __future__ import annotations

from quire.protocol.items import Item, Message, Part, changed, output_text
from quire.protocol.narration import WITHOUT_STATUS, with_id


def listed(item: Item) -> Item:
    """Return an input item as lists show it: with an id and a status, a message with parts."""
    named = with_id(item)
    fields: dict[str, object] = {}
    if not isinstance(item, WITHOUT_STATUS) and getattr(item, "status", None) is None:
        fields["status"] = "completed"
    if isinstance(item, Message):
        fields["type"] = "message"
        if isinstance(item.content, str):
            fields["content"] = [_part(item.role, item.content)]
    return changed(named, **fields) if fields else named


def _part(role: str, text: str) -> Part:
    return output_text(text) if role == "assistant" else Part(type="input_text", text=text)
