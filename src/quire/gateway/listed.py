"""Input items as they are stored and listed: named, typed, their words in parts."""

from __future__ import annotations

from quire.protocol.items import Item, Message, Part, changed, output_text
from quire.protocol.narration import with_id


def listed(item: Item) -> Item:
    """Return an input item as lists show it: every one has an id, a message has parts."""
    if not isinstance(item, Message):
        return with_id(item)
    named = with_id(item)
    fields: dict[str, object] = {"type": "message", "status": item.status or "completed"}
    if isinstance(item.content, str):
        assistant = item.role == "assistant"
        text = item.content
        fields["content"] = [output_text(text) if assistant else Part(type="input_text", text=text)]
    return changed(named, **fields)
