"""The last steps of a conversation: where it may be parted, and what of it stays word for word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar, get_args

import msgspec

from quire.agent.compaction_sizes import size
from quire.agent.projection import same_answer
from quire.protocol.events import ItemEvent
from quire.protocol.items import (
    Call,
    Content,
    CustomToolCallOutput,
    FunctionCallOutput,
    Item,
    LocalShellCallOutput,
    Message,
    Output,
    Part,
    ShellCallOutput,
    ShellResult,
    answered,
    changed,
    pending_calls,
)

_ItemT = TypeVar("_ItemT", bound=Item)
_LEAST = 400
"""The bytes that a shortened text keeps at least, so that its ends say what it was."""


def cuts(told: Sequence[ItemEvent]) -> list[int]:
    """Return the places before which a conversation may be parted.

    No answer is torn, no call is parted from its output, and a call without one is not left
    behind.
    """
    found: list[int] = []
    calls: dict[str, int] = {}
    for place, event in enumerate(told):
        if place == 0 or not same_answer(told[place - 1], event):
            found.append(place)
        item = event.item
        if isinstance(item, get_args(Call)):
            calls |= {item.call_id: place, item.id or item.call_id: place}
        elif isinstance(item, get_args(Output)):
            _close(found, calls.get(answered(item), place))
    waiting = {id(call) for call in pending_calls(event.item for event in told)}
    _close(found, next((at for at, event in enumerate(told) if id(event.item) in waiting), None))
    return found


def _close(found: list[int], call: int | None) -> None:
    """Take back the places behind the call at `call`."""
    while call is not None and found and found[-1] > call:
        found.pop()


def last_steps(told: Sequence[ItemEvent], room: int) -> int:
    """Return the place where the last steps begin that fit into `room` bytes: at least one."""
    places = cuts(told)
    begin, used, end = places[-1], 0, len(told)
    for place in reversed(places):
        used += sum(size(event.item) for event in told[place:end])
        if used > room:
            break
        begin = end = place
    return begin


def shortened(step: Sequence[Item], room: int) -> tuple[Item, ...]:
    """Return the items of one step with their long outputs and texts cut to `room` bytes."""
    long = [item for item in step if _texts_of(item)]
    rest = sum(size(item) for item in step if not _texts_of(item))
    share = max((room - rest) // max(len(long), 1), _LEAST)
    return tuple(fitted(item, share) for item in step)


def fitted(item: _ItemT, room: int) -> _ItemT:
    """Return an item whose texts are cut in the middle where it is larger than `room` bytes."""
    if size(item) <= room or not _texts_of(item):
        return item
    each = max(room // _texts_of(item), _LEAST)
    match item:
        case FunctionCallOutput() | CustomToolCallOutput() | LocalShellCallOutput():
            return changed(item, output=_content(item.output, each))
        case ShellCallOutput():
            return changed(item, output=[_result(result, each) for result in item.output])
        case Message():
            return changed(item, content=_content(item.content, each))
    return item


def middle_cut(text: str, room: int) -> str:
    """Return a text of about `room` characters at most: its ends, and what lies between told."""
    if len(text) <= room:
        return text
    half = max(room - 60, 40) // 2
    left_out = len(text) - 2 * half
    return f"{text[:half]}\n[... {left_out:,} characters left out ...]\n{text[-half:]}"


def _texts_of(item: Item) -> int:
    """Return how many texts of an item may be cut; those of calls and answers may not."""
    match item:
        case FunctionCallOutput() | CustomToolCallOutput() | LocalShellCallOutput():
            return 1 if isinstance(item.output, str) else len(item.output)
        case ShellCallOutput():
            return 2 * len(item.output)
        case Message(role="user" | "developer" | "system"):
            return 1 if isinstance(item.content, str) else len(item.content)
    return 0


def _content(content: Content, room: int) -> object:
    if isinstance(content, str):
        return middle_cut(content, room)
    return [msgspec.to_builtins(_part(part, room)) for part in content]


def _part(part: Part, room: int) -> Part:
    if isinstance(part.image_url, str):
        return Part(type="input_text", text="[an image, left out]")
    if not isinstance(part.text, str):
        return part
    return msgspec.structs.replace(part, text=middle_cut(part.text, room))


def _result(result: ShellResult, room: int) -> object:
    out, err = middle_cut(result.stdout, room), middle_cut(result.stderr, room)
    return msgspec.to_builtins(msgspec.structs.replace(result, stdout=out, stderr=err))
