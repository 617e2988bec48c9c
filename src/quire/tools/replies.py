"""The output item that answers a call, made from a tool's words."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from msgspec import Struct

from quire.errors import QuireError
from quire.protocol import items
from quire.protocol.events import Event
from quire.protocol.items import Content
from quire.protocol.records import ItemAdded


class Reply(Struct, frozen=True):
    """What a tool says to the model: text or parts, and whether it did what was asked."""

    content: Content
    failed: bool = False


Stream = AsyncGenerator[Event | Reply, None]
"""What a tool yields: records and live output as they come, then its reply."""


def said(error: QuireError) -> str:
    """Return an error as a model reads it: what is wrong, then the next step."""
    return f"{error.message}\n{error.hint}" if error.hint else error.message


def answer(call: items.Call, reply: Reply) -> ItemAdded:
    """Return the output item for `call`; a shell call gets one result for each command."""
    match call:
        case items.ShellCall():
            return shell_answer(call, tuple(_result(reply) for _ in call.action.commands))
        case items.ApplyPatchCall():
            return _added(
                items.ApplyPatchCallOutput(
                    call_id=call.call_id,
                    status="failed" if reply.failed else "completed",
                    output=items.text_of(reply.content),
                )
            )
        case items.LocalShellCall():
            text = items.text_of(reply.content)
            return _added(items.LocalShellCallOutput(call_id=call.call_id, output=text))
        case items.CustomToolCall():
            return _added(items.CustomToolCallOutput(call_id=call.call_id, output=reply.content))
        case items.FunctionCall():
            return _added(items.FunctionCallOutput(call_id=call.call_id, output=reply.content))


def shell_answer(call: items.ShellCall, results: tuple[items.ShellResult, ...]) -> ItemAdded:
    """Return the output item of a shell call; the length asked for is sent back with it."""
    return _added(
        items.ShellCallOutput(
            call_id=call.call_id,
            output=results,
            max_output_length=call.action.max_output_length,
            status="completed",
        )
    )


def _result(reply: Reply) -> items.ShellResult:
    text = items.text_of(reply.content)
    return items.ShellResult(
        stdout="" if reply.failed else text,
        stderr=text if reply.failed else "",
        outcome=items.Exit(1 if reply.failed else 0),
    )


def _added(item: items.Item) -> ItemAdded:
    return ItemAdded(item=item)
