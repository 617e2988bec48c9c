"""How many tokens a request counts for: four bytes a token, corrected by what was reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from quire.agent import projection
from quire.agent.projection import Profile
from quire.protocol.events import Event
from quire.protocol.items import Item, Part
from quire.protocol.records import Answered, Compacted

BYTES_PER_TOKEN = 4
_IMAGE_BYTES = 6_000
"""What an image counts for: about 1,500 tokens at high detail, whatever its file's size."""

_LEAST, _MOST = 0.5, 3.0
"""Bounds of the correction: a report beyond them is a mistake and not a tokenizer."""


def size(item: Item) -> int:
    """Return the bytes that an item counts for."""
    content = getattr(item, "content", None) or getattr(item, "output", None)
    parts = content if isinstance(content, tuple) else ()
    images = [part.image_url for part in parts if isinstance(part, Part) and part.image_url]
    data = sum(len(url) for url in images if isinstance(url, str))
    return len(item.wire()) - data + _IMAGE_BYTES * len(images if data else ())


def fixed_size(profile: Profile) -> int:
    """Return the bytes of what every request of a session begins with."""
    return len(msgspec.json.encode((profile.instructions, profile.tools, profile.text)))


def total(items: Iterable[Item]) -> int:
    """Return the bytes that items count for together."""
    return sum(map(size, items))


def correction(events: Sequence[Event], profile: Profile) -> float:
    """Return the tokens that the last answer reported for each one estimated, 1 without a report.

    An answer's tokens count as well: they are part of the next request.
    """
    for place in range(len(events) - 1, -1, -1):
        event = events[place]
        if isinstance(event, Answered) and event.usage.input_tokens:
            reported = event.usage.input_tokens + event.usage.output_tokens
            estimated = _estimate(events[:place], profile)
            return min(max(reported / max(estimated, 1), _LEAST), _MOST)
    return 1.0


def tokens(events: Sequence[Event], profile: Profile) -> int:
    """Return about how many tokens the next request counts for."""
    return round(_estimate(events, profile) * correction(events, profile))


def reported(events: Sequence[Event]) -> float | None:
    """Return the tokens that the last answer reported, and about those of the items since then.

    None where there is no report, or a compaction after it. Quick: old items are not looked at.
    """
    for place in range(len(events) - 1, -1, -1):
        event = events[place]
        if isinstance(event, Compacted):
            return None
        if isinstance(event, Answered) and event.usage.input_tokens:
            since = total(projection.conversation(events[place:]))
            told = event.usage.input_tokens + event.usage.output_tokens
            return told + since / BYTES_PER_TOKEN
    return None


def _estimate(events: Sequence[Event], profile: Profile) -> float:
    size_now = fixed_size(profile) + total(projection.conversation(events))
    return size_now / BYTES_PER_TOKEN
