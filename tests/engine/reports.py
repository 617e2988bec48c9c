"""Conversations with the engine whose commands print what a test wants."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import msgspec

from quire.engine.answerer import Engine
from quire.engine.conversation import Conversation, read_conversation
from quire.protocol import items
from quire.protocol.events import Completed
from quire.protocol.items import Item, Json
from quire.protocol.requests import Request

_TOOLS = ({"type": "shell"}, {"type": "apply_patch"})


def request(*past: Item, **fields: object) -> Request:
    """Return a request for the engine with both hands."""
    body = {"model": "quire/standard", "tools": _TOOLS, **fields}
    return msgspec.structs.replace(msgspec.convert(body, Request), input=past)


def conversation(*past: Item, **fields: object) -> Conversation:
    """Return a request as the engine reads it."""
    return read_conversation(request(*past, **fields), b"")


def ask(*past: Item, **fields: object) -> tuple[Item, ...]:
    """Return what the engine answers."""

    async def answer() -> tuple[Item, ...]:
        asked = request(*past, **fields)
        events = [event async for event in Engine(b"the packed workbench").respond(asked)]
        assert isinstance(events[-1], Completed)
        return events[-1].response.output

    return asyncio.run(answer())


def call_of(output: Iterable[Item]) -> items.ShellCall:
    """Return the one command of an answer."""
    [call] = [item for item in output if isinstance(item, items.ShellCall)]
    return call


def output_of(call: items.ShellCall, *report: Json, exit_code: int = 0) -> Item:
    """Return the output of a command that printed a report."""
    text = "".join(f"{msgspec.json.encode(line).decode()}\n" for line in report)
    result = items.ShellResult(stdout=text, stderr="", outcome=items.Exit(exit_code=exit_code))
    return items.ShellCallOutput(call_id=call.call_id, output=(result,))


def words_of(output: Iterable[Item]) -> str:
    """Return the words of an answer, a refusal's too."""
    parts = [part for item in output if isinstance(item, items.Message)
             for part in item.content if isinstance(part, items.Part)]  # fmt: skip
    return "".join(part.text or part.refusal or "" for part in parts)
