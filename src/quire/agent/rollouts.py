"""Read the sessions of the Codex CLI: a rollout file becomes the events of a session.

Format: codex-agent, rollout files. Each line is `{timestamp, type, payload}`; of the types, only
what the conversation needs is read, and unknown ones are passed over. Rollouts of 2025 may lack
the frame: their lines are the payloads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec
from msgspec import Raw, Struct

from quire.errors import InvalidRequest, UsageError
from quire.protocol import items
from quire.protocol.events import Event, ItemEvent, OutputItemDone
from quire.protocol.items import Item, Json, Message
from quire.protocol.records import Compacted, ItemAdded, Receipt, TurnStarted, Undone
from quire.store.log import Entry

ORIGINAL = "quire"
"""The key of a line that keeps an item which Codex does not know, beside the form that it does."""

_NOT_SENT = "internal_chat_message_metadata_passthrough"
_OWN_KINDS = ("ghost_snapshot",)
_FROM_A_MODEL = ("reasoning", "message", "function_call", "custom_tool_call", "local_shell_call",
                 "web_search_call", "shell_call", "apply_patch_call", "image_generation_call",
                 "tool_search_call", "compaction")  # fmt: skip
_UNKNOWN_END = (
    "[The session was brought over while this call had no output: whether it was carried out is "
    "not known, and it is not carried out again.]"
)
_BROUGHT = "Brought over from a rollout; nothing was verified here."


_NONE = Raw(b"")


class Head(Struct, frozen=True, kw_only=True):
    """What a rollout says of itself; texts are empty where it does not."""

    id: str = ""
    timestamp: str = ""
    cwd: str = ""
    cli_version: str = ""


class Rollout(Struct, frozen=True):
    """A rollout as it was read; `skipped` counts the lines that no session has a use for."""

    head: Head
    model: str
    entries: tuple[Entry, ...]
    skipped: int


class _Line(Struct, frozen=True, kw_only=True):
    type: str = ""
    timestamp: str = ""
    payload: Raw = _NONE
    quire: Raw = _NONE


class _Payload(Struct, frozen=True, kw_only=True):
    type: str = ""
    role: str = ""
    message: object = None
    model: str = ""
    num_turns: int = 0
    item: dict[str, object] = {}
    replacement_history: tuple[Raw, ...] | None = None


@dataclass
class _Reading:
    """The state of reading one file."""

    orders: frozenset[str] | None
    head: Head = field(default_factory=Head)
    model: str = ""
    at: str = "1970-01-01T00:00:00.000Z"
    entries: list[Entry] = field(default_factory=list)
    before: list[Event] = field(default_factory=list)
    place: int = 0
    turns: int = 0
    is_open: bool = False
    skipped: int = 0

    def add(self, event: Event) -> None:
        """Number an event after the session's own first record."""
        self.entries.append(Entry(at=self.at, event=event.numbered(len(self.entries) + 1)))


def read(data: bytes) -> Rollout:
    """Read a rollout; a torn last line is left out.

    Raises UsageError that names the line when the file holds something else.
    """
    lines = list(_lines(data))
    reading = _Reading(orders=_orders(lines))
    for line in lines:
        _take_in(reading, line)
    if not reading.head.id and not reading.entries and not reading.before:
        raise UsageError("The file holds no session of Codex.", param="path")
    _finish(reading)
    return Rollout(reading.head, reading.model, tuple(reading.entries), reading.skipped)


def _lines(data: bytes) -> Iterator[_Line]:
    every = data.split(b"\n")
    for number, text in enumerate(every, start=1):
        if not text.strip():
            continue
        try:
            line = msgspec.json.decode(text, type=_Line)
            yield line if bytes(line.payload) else _bare(text, line)
        except items.UNREADABLE as error:
            if number == len(every):
                return  # torn: Codex was killed while it wrote
            hint = "Give the path of a rollout-*.jsonl."
            raise UsageError(f"Line {number} is no JSON object: {error}", hint=hint) from error


def _bare(text: bytes, line: _Line) -> _Line:
    """Return a line of the older format: an item, or the first line, which has no type."""
    kind = "response_item" if line.type else "session_meta"
    return _Line(type=kind, timestamp=line.timestamp, payload=Raw(text))


def _orders(lines: Iterable[_Line]) -> frozenset[str] | None:
    """Return the words of the person as the events tell them, None where no event does."""
    found: set[str] = set()
    for line in lines:
        if line.type != "event_msg":
            continue
        payload = _payload(line.payload)
        if payload.type == "user_message" and isinstance(payload.message, str):
            found.add(payload.message.strip())
        elif payload.item.get("type") == "UserMessage":
            found.add(_words(payload.item.get("content")).strip())
    return frozenset(found) or None


def _words(content: object) -> str:
    parts = content if isinstance(content, list) else []
    return "".join(str(part.get("text", "")) for part in parts if isinstance(part, dict))


def _payload(raw: Raw) -> _Payload:
    """Return the fields of a payload that are read; one of another shape has none of them."""
    try:
        return msgspec.json.decode(raw, type=_Payload)
    except items.UNREADABLE:
        return _Payload()


def _take_in(reading: _Reading, line: _Line) -> None:
    raw = line.payload
    reading.at = _moment(line.timestamp) or reading.at
    match line.type:
        case "session_meta":
            _begin(reading, raw)
        case "turn_context":
            reading.model = _payload(raw).model or reading.model
        case "response_item":
            _take_item(reading, line.quire if bytes(line.quire) else raw)
        case "compacted":
            _compact(reading, _payload(raw))
        case "event_msg" if _payload(raw).type == "thread_rolled_back":
            _close(reading)
            undone = max(1, reading.turns - _payload(raw).num_turns + 1)
            reading.add(Undone(turn=undone))
        case _:
            reading.skipped += 1


def _begin(reading: _Reading, raw: Raw) -> None:
    """Take the first head of a file: a forked session also holds those of its parents."""
    if reading.head.id:
        reading.skipped += 1
        return
    try:
        reading.head = msgspec.json.decode(raw, type=Head)
    except items.UNREADABLE as error:
        raise UsageError(f"The first line is no head of a session: {error}") from error
    reading.at = _moment(reading.head.timestamp) or reading.at


def _take_item(reading: _Reading, raw: Raw) -> None:
    item = _item(raw)
    if item is None:
        reading.skipped += 1
    elif _is_order(reading, item):
        _close(reading)
        reading.turns += 1
        prompt = items.text_of(item.content) if isinstance(item, Message) else ""
        reading.add(TurnStarted(turn=reading.turns, prompt=prompt))
        reading.is_open = True
        for event in (*reading.before, ItemAdded(item=item)):
            reading.add(event)
        reading.before.clear()
    else:
        _take_other(reading, item)


def _take_other(reading: _Reading, item: Item) -> None:
    """Take what is no order: a model's item, an output, or a message that comes with an order."""
    role = item.role if isinstance(item, Message) else ""
    if items.kind_of(item) in _FROM_A_MODEL and role in ("", "assistant"):
        _drain(reading)
        reading.add(OutputItemDone(output_index=reading.place, item=item))
        reading.place += 1
        return
    reading.place = 0
    if role:
        reading.before.append(ItemAdded(item=item))  # it may belong to the order that follows
    else:
        _drain(reading)
        reading.add(ItemAdded(item=item))


def _item(raw: Raw) -> Item | None:
    """Return an item with the bytes it came in, without what only Codex's own server reads."""
    try:
        item = items.read_item(raw)
        if items.kind_of(item) in _OWN_KINDS:
            return None
        whole = msgspec.json.decode(raw, type=dict[str, Raw])
        if _NOT_SENT in whole:
            del whole[_NOT_SENT]
            item = items.read_item(msgspec.json.encode(whole))
    except InvalidRequest:
        return None
    return item


def _is_order(reading: _Reading, item: Item) -> bool:
    if not isinstance(item, Message) or item.role != "user":
        return False
    text = items.text_of(item.content).strip()
    if reading.orders is not None:
        return text in reading.orders
    return not text.startswith(("<", "# AGENTS.md instructions"))


def _compact(reading: _Reading, payload: _Payload) -> None:
    _drain(reading)
    history = payload.replacement_history
    if history is not None:
        kept = [item for raw in history if (item := _item(raw)) is not None]
    else:
        told = (entry.event for entry in reading.entries)
        added = (event.item for event in told if isinstance(event, ItemAdded))
        kept = [item for item in added if isinstance(item, Message)]
        kept.append(items.user(str(payload.message or "")))
    objects: tuple[Json, ...] = tuple(msgspec.json.decode(item.wire()) for item in kept)
    through = len(reading.entries)
    reading.add(Compacted(items=objects, through=through, reason="asked", before=0, after=0))


def _drain(reading: _Reading) -> None:
    for event in reading.before:
        reading.add(event)
    reading.before.clear()


def _close(reading: _Reading) -> None:
    """End the turn that is open: what it left without output stays so, and that is said."""
    pending = items.pending_calls(
        entry.event.item for entry in reading.entries if isinstance(entry.event, ItemEvent)
    )
    for call in pending:
        reading.add(ItemAdded(item=_unknown_end(call)))
    reading.place = 0
    if reading.is_open:
        reading.add(Receipt(verdict="unverified", summary=_BROUGHT))
    reading.is_open = False


def _finish(reading: _Reading) -> None:
    """End a session: the last turn is over where the model had its last word."""
    _drain(reading)
    events = [entry.event for entry in reading.entries]
    last = next((event.item for event in reversed(events) if isinstance(event, ItemEvent)), None)
    over = isinstance(last, Message) and last.role == "assistant"
    open_turn, reading.is_open = reading.is_open, reading.is_open and over
    _close(reading)
    reading.is_open = open_turn and not over


def _unknown_end(call: items.Call) -> Item:
    from quire.tools.replies import Reply, answer

    return answer(call, Reply(_UNKNOWN_END, failed=True)).item


def _moment(text: str) -> str:
    """Return a time as a log writes it, nothing for what is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    plain = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return plain.removesuffix("+00:00") + "Z"
