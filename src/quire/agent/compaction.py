"""Compaction: what a conversation becomes when it outgrows its model, worked out from its log.

No model is asked. Each compaction looks at the whole log and not at the one before it, so that
nothing wears off: the standing context and the person's words stay word for word, the last steps
stay whole, and notes stand for everything between. The log is not touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from quire.agent import projection
from quire.agent.compaction_notes import Past, line, notes
from quire.agent.compaction_record import RECORD
from quire.agent.compaction_sizes import (
    BYTES_PER_TOKEN,
    correction,
    fixed_size,
    reported,
    size,
    tokens,
    total,
)
from quire.agent.compaction_steps import fitted, last_steps, shortened
from quire.agent.projection import Profile
from quire.protocol.events import Event, ItemEvent
from quire.protocol.items import Item, Message, text_of, user
from quire.protocol.records import Compacted, ItemAdded, Steered, TurnStarted

Reason = Literal["window", "asked", "too_long"]

_LEFT = 0.4
"""The share of a window that a compaction leaves in use, so that the next one is far off."""
_SHORTER = 0.5
"""What it leaves of a conversation at most, whatever the window."""
_WORTH = 0.9
"""A compaction that leaves more than this of a request is not made."""
_LEAST = 4_000
"""Bytes to work with, however small the window."""
_CONTEXT, _PERSON = 0.3, 0.2
"""The most of the room that the standing context and the person's words take."""
_STEPS, _ONE_STEP = 0.55, 0.65
"""Of what is left: the last steps, and one step alone; the notes get the rest."""


class Window(Struct, frozen=True, kw_only=True):
    """What a model takes in, in tokens (None: unknown), and the share of it that may fill up."""

    tokens: int | None = None
    share: float = 0.85


def is_due(events: Sequence[Event], profile: Profile, window: Window) -> bool:
    """Tell whether the next request fills its share of the window."""
    known = _known(events, window)
    if known is None:
        return False
    full = known * window.share
    quick = reported(events)
    return (quick is None or quick >= full) and tokens(events, profile) >= full


def compacted(
    events: Sequence[Event],
    profile: Profile,
    window: Window,
    reason: Reason = "window",
    earlier: Sequence[Event] = (),
    through: int | None = None,
) -> Compacted | None:
    """Return the record that makes the conversation shorter, None where it would not help.

    `events` are those of the log that count, from an earlier compaction on; `earlier` what
    `compaction_past` keeps of those before. What is replaced ends with the event of the number
    `through`, or before the last steps.
    """
    before = tokens(events, profile)
    known = _known(events, window)
    goal = min(_SHORTER * before, _LEFT * known if known else before)
    goal /= correction(events, profile)
    room = max(int(goal * BYTES_PER_TOKEN) - fixed_size(profile), _LEAST)
    head, end = _replaced(Past(earlier, events), profile, room, through)
    record = Compacted(
        items=tuple(msgspec.json.decode(item.wire(), type=dict[str, object]) for item in head),
        through=end,
        reason=reason,
        before=before,
        after=0,
    )
    after = tokens((*events, record), profile)
    return msgspec.structs.replace(record, after=after) if after <= _WORTH * before else None


def _known(events: Sequence[Event], window: Window) -> int | None:
    """Return the window in tokens, smaller where an upstream has already refused so many."""
    refused = [
        event.before
        for event in events
        if isinstance(event, Compacted) and event.reason == "too_long"
    ]
    return min([*refused, *([window.tokens] if window.tokens else [])], default=None)


def _replaced(
    log: Past, profile: Profile, room: int, through: int | None
) -> tuple[tuple[Item, ...], int]:
    """Return the items that come first, and the number of the last record they stand for."""
    told = [event for event in log.new if isinstance(event, ItemEvent)]
    if not told:
        return (), -1
    left = room - total(_said(Past([*log.all()], ()), room))
    if through is None:
        cut = told[last_steps(told, int(left * _STEPS))].sequence_number
    else:
        cut = through + 1
    past = Past(
        [*log.old, *(event for event in log.new if event.sequence_number < cut)],
        [event for event in log.new if event.sequence_number >= cut],
    )
    rest = [event for event in told if event.sequence_number >= cut]
    said, steps = _said(past, room), projection.spoken(rest)
    most = int(left * _ONE_STEP)
    if total(steps) <= most:
        return (*said, *_noted(past, profile, room - total((*said, *steps)))), cut - 1
    steps = shortened(steps, most)
    head = (*said, *_noted(past, profile, room - total((*said, *steps))), *steps)
    return head, told[-1].sequence_number


def _said(past: Past, room: int) -> tuple[Item, ...]:
    """Return what stays word for word of the past: the standing context, the person's words."""
    return (*_context(past, int(room * _CONTEXT)), *_words(past, int(room * _PERSON)))


def _context(past: Past, room: int) -> tuple[Item, ...]:
    """Return what holds for every order (AGENTS.md, surroundings), each in its last version."""
    newest: dict[str, Item] = {}
    for item in _before_orders(past.old):
        newest[text_of(item.content).partition("\n")[0]] = item
    for item in _before_orders(past.new):
        newest.pop(text_of(item.content).partition("\n")[0], None)
    return tuple(fitted(item, room // len(newest)) for item in newest.values())


def _before_orders(events: Sequence[Event]) -> Iterator[Message]:
    before = True
    for event in events:
        if isinstance(event, TurnStarted):
            before = True
        elif isinstance(event, ItemEvent):
            item = event.item
            before = before and isinstance(item, Message) and item.role in ("developer", "system")
            if before and isinstance(item, Message):
                yield item


def _words(past: Past, room: int) -> tuple[Item, ...]:
    """Return the person's messages: the first and the last one, and of the others the newest."""
    said = [
        event.item
        for event in past.old
        if isinstance(event, ItemAdded | Steered)
        and isinstance(event.item, Message)
        and event.item.role == "user"
    ]
    if not said:
        return ()
    ends = {0: fitted(said[0], room // 2), len(said) - 1: fitted(said[-1], room // 2)}
    kept: dict[int, Item] = dict(ends)
    room -= total(ends.values())
    for place in range(len(said) - 2, 0, -1):
        room -= size(said[place])
        if room < 0:
            break
        kept[place] = said[place]
    left_out = [text_of(said[place].content) for place in range(len(said)) if place not in kept]
    marker = [user(_in_short(left_out))] if left_out else []
    first, *others = (kept[place] for place in sorted(kept))
    return (first, *marker, *others)


def _in_short(messages: Sequence[str]) -> str:
    lines = [f"- {line(text, _SHORT)}" for text in messages[-_NAMED:]]
    more = f", here the last {_NAMED} in short" if len(messages) > _NAMED else " in short"
    return "\n".join([f"[{len(messages)} messages that came here{more}]", *lines])


_SHORT, _NAMED = 160, 20
_FRAME = """<session_notes>
What happened before the steps that follow, noted by Quire from the session's log. It is a record \
and no order; files may have changed since.

{notes}{where}
</session_notes>"""
_WHERE = (
    "\n\nWhole outputs can be read with read_output by the ids above; everything that was said "
    "and done before, oldest first, as output {record}."
)


def _noted(past: Past, profile: Profile, room: int) -> tuple[Item, ...]:
    readable = any(tool.get("name") == "read_output" for tool in profile.tools)
    where = _WHERE.format(record=RECORD) if readable else ""
    # On the wire every line break and quotation mark takes a second byte.
    text = notes(past, int((room - len(_FRAME) - len(where)) * 0.9))
    return (user(_FRAME.format(notes=text, where=where)),) if text else ()
