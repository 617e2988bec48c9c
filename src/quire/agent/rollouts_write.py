"""Write a session as a rollout of the Codex CLI, which can go on with it.

Items are written byte for byte as they came. Of the native shell and patch items, which Codex
does not know, it is given the forms that it does, with the original beside them.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Raw

from quire.agent import projection
from quire.agent.rollouts import ORIGINAL
from quire.protocol import items
from quire.protocol.events import Event, ItemEvent, OutputItemDone
from quire.protocol.items import Item, Json, Message
from quire.protocol.records import Compacted, ItemAdded, SessionStarted, TurnStarted
from quire.store.log import Entry

_ORIGINATOR = "quire"
_PATCH_VERBS = {"create_file": "Add", "update_file": "Update", "delete_file": "Delete"}


def written(entries: Sequence[Entry]) -> Iterator[bytes]:
    """Yield the lines of a session's log as those of a rollout; what was undone is left out."""
    times = {entry.event.sequence_number: entry.at for entry in entries}
    events = projection.live(entry.event for entry in entries)
    start = events[0]
    if not isinstance(start, SessionStarted):
        raise TypeError(f"{start!r} does not begin a session")
    at = start.created
    yield _line(at, "session_meta", _head(start))
    orders = _orders(events)
    for place, event in enumerate(events):
        at = times.get(event.sequence_number, at)
        if isinstance(event, TurnStarted):
            yield _line(at, "turn_context", _context(start))
        elif isinstance(event, Compacted):
            yield _line(at, "compacted", _compacted(event, events[:place]))
        elif isinstance(event, ItemEvent):
            yield from _told(at, event, is_order=event.sequence_number in orders)


def place_of(start: SessionStarted) -> PurePosixPath:
    """Return where Codex keeps a session, below its folder of sessions."""
    day, _, time = start.created.partition("T")
    stamp = f"{day}T{time[:8].replace(':', '-')}"
    return PurePosixPath(*day.split("-"), f"rollout-{stamp}-{start.id}.jsonl")


def _orders(events: Iterable[Event]) -> frozenset[int]:
    """Return the numbers of the items that are a person's orders: one for each turn.

    It is the message with the turn's words, else the last one before the model's first item.
    """
    found: dict[int, int] = {}
    turn = TurnStarted(turn=0, prompt="")
    is_exact = has_begun = True
    for event in events:
        if isinstance(event, TurnStarted):
            turn, is_exact, has_begun = event, False, False
        elif isinstance(event, OutputItemDone):
            has_begun = True
        elif not has_begun and not is_exact and isinstance(event, ItemAdded):
            item = event.item
            if isinstance(item, Message) and item.role == "user":
                found[turn.turn] = event.sequence_number
                is_exact = items.text_of(item.content) == turn.prompt
    return frozenset(found.values())


def _told(at: str, event: ItemEvent, *, is_order: bool) -> Iterator[bytes]:
    item = event.item
    known = _known(item)
    payload = Raw(item.wire()) if known is None else known
    yield _line(at, "response_item", payload, None if known is None else Raw(item.wire()))
    if not isinstance(item, Message):
        return
    text = items.text_of(item.content)
    if item.role == "assistant":
        yield _line(at, "event_msg", {"type": "agent_message", "message": text})
    elif is_order:
        said = {"type": "user_message", "message": text, "images": [], "text_elements": []}
        yield _line(at, "event_msg", said)


def _line(at: str, kind: str, payload: object, original: Raw | None = None) -> bytes:
    beside = {} if original is None else {ORIGINAL: original}
    whole = {"timestamp": at, "type": kind, "payload": payload, **beside}
    return msgspec.json.encode(whole).replace(b"\n", b" ").replace(b"\r", b" ") + b"\n"


def _head(start: SessionStarted) -> dict[str, object]:
    return {
        "id": start.id,
        "timestamp": start.created,
        "cwd": start.workspace,
        "originator": _ORIGINATOR,
        "cli_version": start.version,
        "source": "cli",
        "base_instructions": None,
    }


def _context(start: SessionStarted) -> dict[str, object]:
    return {
        "cwd": start.workspace,
        "approval_policy": "on-request",
        "sandbox_policy": {"type": "read-only"},
        "model": start.model,
        "summary": "auto",
    }


def _compacted(event: Compacted, before: Iterable[Event]) -> dict[str, object]:
    """Return what stands for the conversation so far, in the forms that Codex knows."""
    later = (old for old in before if isinstance(old, ItemEvent))
    kept = [items.read_item(msgspec.json.encode(item)) for item in event.items]
    kept += [old.item for old in later if old.sequence_number > event.through]
    history = [_known(item) or Raw(item.wire()) for item in kept]
    return {"message": "", "replacement_history": history}


def _known(item: Item) -> Json | None:
    """Return an item in a form that Codex knows, None where it knows the item itself."""
    match item:
        case Message(role=role, content=str(text)):
            kind = "output_text" if role == "assistant" else "input_text"
            return {"type": "message", "role": role, "content": [{"type": kind, "text": text}]}
        case items.ShellCall(call_id=call_id, action=action):
            given = {"command": "\n".join(action.commands)}
            return _call(call_id, "function_call", "shell_command", given)
        case items.ShellCallOutput(call_id=call_id, output=results):
            text = "\n".join(_result(result) for result in results)
            return {"type": "function_call_output", "call_id": call_id, "output": text}
        case items.ApplyPatchCall(call_id=call_id, operation=operation):
            return _call(call_id, "custom_tool_call", "apply_patch", _patch(operation))
        case items.ApplyPatchCallOutput(call_id=call_id, output=text, status=status):
            said = text or status
            return {"type": "custom_tool_call_output", "call_id": call_id, "output": said}
        case items.LocalShellCall(call_id=call_id, action=action):
            words = action.get("command")
            listed = [str(word) for word in words] if isinstance(words, list) else []
            return _call(call_id, "function_call", "shell_command", {"command": shlex.join(listed)})
        case items.LocalShellCallOutput(output=text):
            call_id = items.answered(item)
            return {"type": "function_call_output", "call_id": call_id, "output": text}
        case _:
            return None


def _call(call_id: str, kind: str, name: str, given: Mapping[str, str] | str) -> Json:
    shape: dict[str, object] = {"type": kind, "call_id": call_id, "name": name}
    if isinstance(given, str):
        return {**shape, "input": given}
    return {**shape, "arguments": msgspec.json.encode(given).decode()}


def _result(result: items.ShellResult) -> str:
    code = result.outcome.exit_code if isinstance(result.outcome, items.Exit) else 124
    return f"Exit code: {code}\nOutput:\n{result.stdout}{result.stderr}"


def _patch(operation: items.Operation) -> str:
    shape = msgspec.to_builtins(operation)
    verb = _PATCH_VERBS[shape["type"]]
    diff = str(shape.get("diff", "")).rstrip("\n")
    lines = ["*** Begin Patch", f"*** {verb} File: {operation.path}", diff, "*** End Patch"]
    return "\n".join(line for line in lines if line)


def file_in(folder: Path, start: SessionStarted) -> Path:
    """Return where a session goes below a folder that is laid out as Codex's."""
    return folder / place_of(start)
