"""The legal stream of events for an answer whose items are already known."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator

import msgspec

from quire.protocol import events, items
from quire.protocol.responses import Response, Usage

PREFIXES = {
    "message": "msg_",
    "reasoning": "rs_",
    "function_call": "fc_",
    "function_call_output": "fco_",
    "custom_tool_call": "ctc_",
    "custom_tool_call_output": "ctco_",
    "shell_call": "sh_",
    "apply_patch_call": "apc_",
    "compaction": "cmp_",
}


# Random digits are fetched for many ids at once: each fetch is a call of the system.
_SIZE, _MANY = 20, 256
_DIGITS: list[str] = []
_NUMBERS = tuple((place, f"{place:02x}") for place in reversed(range(_MANY)))


def new_id(prefix: str) -> str:
    """Return a fresh opaque id such as `msg_4f0c…` (prefixes: responses-api, items).

    Later ids sort after those of moments before, so that a database adds them at the end of its
    index; twenty of the digits are random.
    """
    if not _DIGITS:
        _DIGITS.extend(_digits())
    return prefix + _DIGITS.pop()


def _digits() -> list[str]:
    """Return digits for many ids, the first of them last: a time, a number, and random ones."""
    stamp, random = f"{int(time.time() * 256):010x}", secrets.token_hex(_SIZE * _MANY // 2)
    return [
        stamp + number + random[place * _SIZE : (place + 1) * _SIZE] for place, number in _NUMBERS
    ]


def with_id(item: items.Item) -> items.Item:
    """Return `item` with an id, made from its kind's prefix where it has none."""
    if item.id:
        return item
    prefix = PREFIXES.get(items.kind_of(item), "item_")
    return items.changed(item, id=new_id(prefix))


# Kinds whose real items carry no status, or whose readers do not want one.
WITHOUT_STATUS = (items.Reasoning, items.Compaction, items.ItemReference, items.Other)


def finished(item: items.Item) -> items.Item:
    """Return `item` as the end of an answer shows it: with an id, a status and whole parts."""
    item = with_id(item)
    fields: dict[str, object] = {}
    if not isinstance(item, WITHOUT_STATUS) and getattr(item, "status", None) is None:
        fields["status"] = "completed"
    if isinstance(item, items.Message):
        parts = _whole_parts(item.content)
        if parts != item.content:
            fields["content"] = parts
    return items.changed(item, **fields) if fields else item


def _whole_parts(content: items.Content) -> tuple[items.Part, ...]:
    """Return `content` as parts; strict readers want both lists of an `output_text`."""
    if isinstance(content, str):
        return (items.output_text(content),)
    return tuple(_whole_part(part) for part in content)


def _whole_part(part: items.Part) -> items.Part:
    if part.type != "output_text":
        return part
    return msgspec.structs.replace(
        part, annotations=part.annotations or (), logprobs=part.logprobs or ()
    )


def narrate(
    output: Iterable[items.Item],
    *,
    model: str,
    usage: Usage | None = None,
    response_id: str | None = None,
    rest: items.Json | None = None,
) -> Iterator[events.Event]:
    """Yield the events of a whole answer, in legal order and numbered from 0.

    `rest` holds the other keys of the response object; its `completed_at` is kept for the end.
    """
    whole = tuple(finished(item) for item in output)
    keys = dict(rest or {})
    final = Response(
        id=response_id or new_id("resp_"),
        status="completed",
        model=model,
        output=whole,
        usage=usage,
        rest=keys,
    )
    begun = {**keys, "completed_at": None} if "completed_at" in keys else keys
    head = msgspec.structs.replace(final, status="in_progress", output=(), usage=None, rest=begun)
    for number, event in enumerate(_story(head, whole, events.Completed(response=final))):
        yield event.numbered(number)


def _story(
    head: Response, whole: tuple[items.Item, ...], end: events.Event
) -> Iterator[events.Event]:
    yield events.Created(response=head)
    yield events.InProgress(response=head)
    for index, item in enumerate(whole):
        yield from narrate_item(index, item)
    yield end


def narrate_item(index: int, item: items.Item) -> Iterator[events.Event]:
    """Yield the unnumbered events of one whole item at its place in the output."""
    yield events.OutputItemAdded(output_index=index, item=_begun(item))
    yield from _inside(index, item)
    yield events.OutputItemDone(output_index=index, item=item)


def _begun(item: items.Item) -> items.Item:
    replace = msgspec.structs.replace
    match item:
        case items.Message():
            return replace(item, content=(), status="in_progress")
        case items.Reasoning():
            return replace(item, summary=())
        case items.FunctionCall():
            return replace(item, arguments="", status="in_progress")
        case items.CustomToolCall():
            return replace(item, input="", status="in_progress")
        case items.ShellCall():
            return replace(item, action=items.ShellAction(commands=()), status="in_progress")
        case items.LocalShellCall():
            return replace(item, status="in_progress")
        case items.ApplyPatchCall(operation=items.CreateFile() | items.UpdateFile()):
            return replace(item, operation=replace(item.operation, diff=""), status="in_progress")
        case _:
            return item


def _inside(index: int, item: items.Item) -> Iterator[events.Event]:
    name = item.id or ""
    match item:
        case items.Message(content=content) if not isinstance(content, str):
            for place, part in enumerate(content):
                yield from _part(name, index, place, part)
        case items.Reasoning(summary=summary):
            for place, part in enumerate(summary):
                yield from _summary(name, index, place, part)
        case items.FunctionCall(arguments=text):
            yield events.ArgumentsDelta(item_id=name, output_index=index, delta=text)
            yield events.ArgumentsDone(item_id=name, output_index=index, arguments=text)
        case items.CustomToolCall(input=text):
            yield events.InputDelta(item_id=name, output_index=index, delta=text)
            yield events.InputDone(item_id=name, output_index=index, input=text)
        case items.ShellCall(action=action):
            for place, command in enumerate(action.commands):
                yield from _command(index, place, command)
        case items.ApplyPatchCall(
            operation=items.CreateFile(diff=diff) | items.UpdateFile(diff=diff)
        ):
            yield events.DiffDelta(item_id=name, output_index=index, delta=diff)
            yield events.DiffDone(item_id=name, output_index=index, diff=diff)


def _part(name: str, index: int, place: int, part: items.Part) -> Iterator[events.Event]:
    refused = part.type == "refusal"
    empty = items.Part(type="refusal", refusal="") if refused else items.output_text("")
    yield events.ContentPartAdded(item_id=name, output_index=index, content_index=place, part=empty)
    tell = _refusal if refused else _text
    yield from tell(name, index, place, items.text_of((part,)))
    yield events.ContentPartDone(item_id=name, output_index=index, content_index=place, part=part)


def _text(name: str, index: int, place: int, text: str) -> Iterator[events.Event]:
    yield events.TextDelta(item_id=name, output_index=index, content_index=place, delta=text)
    yield events.TextDone(item_id=name, output_index=index, content_index=place, text=text)


def _refusal(name: str, index: int, place: int, text: str) -> Iterator[events.Event]:
    yield events.RefusalDelta(item_id=name, output_index=index, content_index=place, delta=text)
    yield events.RefusalDone(item_id=name, output_index=index, content_index=place, refusal=text)


def _summary(name: str, index: int, place: int, part: items.Part) -> Iterator[events.Event]:
    text = items.text_of((part,))
    empty = items.Part(type="summary_text", text="")
    yield events.SummaryPartAdded(item_id=name, output_index=index, summary_index=place, part=empty)
    yield events.SummaryDelta(item_id=name, output_index=index, summary_index=place, delta=text)
    yield events.SummaryDone(item_id=name, output_index=index, summary_index=place, text=text)
    yield events.SummaryPartDone(item_id=name, output_index=index, summary_index=place, part=part)


def _command(index: int, place: int, command: str) -> Iterator[events.Event]:
    yield events.CommandAdded(output_index=index, command_index=place)
    yield events.CommandDelta(output_index=index, command_index=place, delta=command)
    yield events.CommandDone(output_index=index, command_index=place, command=command)
