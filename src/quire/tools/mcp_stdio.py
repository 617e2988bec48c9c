"""The way to an MCP server that is a program: JSON lines over the streams of one command.

The command is started by the walls it is given; what it says on standard error is kept for the
word about its end (Model Context Protocol, transports, stdio).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.shared.message import SessionMessage
from mcp.types import jsonrpc_message_adapter

from quire.sandbox.process import Command, Process
from quire.sandbox.runner import Sandbox

Streams = tuple[
    MemoryObjectReceiveStream[SessionMessage | Exception], MemoryObjectSendStream[SessionMessage]
]

LONGEST = 64 << 20
"""Bytes of one message; a server that says more in one line is let go."""

_SAID = 2_000
_GRACE = 1.0
"""Seconds that a server gets to end by itself once its input is closed, from either side."""


@asynccontextmanager
async def spoken_with(
    sandbox: Sandbox, command: Command, ended: Callable[[str], None]
) -> AsyncIterator[Streams]:
    """Start a server behind `sandbox` and give the streams of its messages; end it after.

    `ended` is told in words when the server ends by itself.
    """
    heard, incoming = anyio.create_memory_object_stream[SessionMessage | Exception](0)
    outgoing, sent = anyio.create_memory_object_stream[SessionMessage](0)
    process = await sandbox.start(command)
    listening = asyncio.create_task(_listen(process, heard, ended))
    tasks = [listening, asyncio.create_task(_speak(process, sent, heard, listening))]
    try:
        yield incoming, outgoing
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for stream in (heard, incoming, outgoing, sent):
            stream.close()
        await _let_go(process)


async def _let_go(process: Process) -> None:
    """Close the server's input, and end it if that does not."""
    process.close_stdin()
    try:
        async with asyncio.timeout(_GRACE):
            await process.wait()
    except TimeoutError:
        await process.terminate()


async def _listen(
    process: Process,
    heard: MemoryObjectSendStream[SessionMessage | Exception],
    ended: Callable[[str], None],
) -> None:
    """Hand on every line of standard output as a message, until the server ends."""
    pieces: list[bytes] = []
    said = b""
    size = 0
    async with aclosing(process.__aiter__()) as output:
        async for chunk in output:
            if chunk.stream == "stderr":
                said = (said + chunk.data)[-_SAID:]
                continue
            first, *more = chunk.data.split(b"\n")
            pieces.append(first)
            size += len(first)
            if size > LONGEST:
                ended(f"it sent a message of more than {LONGEST:,} bytes")
                heard.close()
                return
            for line in more:
                if not await _handed_on(b"".join(pieces), heard):
                    return
                pieces, size = [line], len(line)
    outcome = await process.wait()
    last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
    code = "it was killed" if outcome.exit_code is None else f"exit code {outcome.exit_code}"
    words = (code, *outcome.findings, last)
    ended(f"it ended ({'; '.join(word for word in words if word)})")
    heard.close()


async def _handed_on(
    line: bytes, heard: MemoryObjectSendStream[SessionMessage | Exception]
) -> bool:
    """Hand on one line; return False where nobody listens any more."""
    if not line.strip():
        return True
    try:
        message = SessionMessage(jsonrpc_message_adapter.validate_json(line, by_name=False))
    except ValueError:
        return True  # a word for people, which some servers print there
    try:
        await heard.send(message)
    except (anyio.ClosedResourceError, anyio.BrokenResourceError):
        return False
    return True


async def _speak(
    process: Process,
    sent: MemoryObjectReceiveStream[SessionMessage],
    heard: MemoryObjectSendStream[SessionMessage | Exception],
    listening: asyncio.Task[None],
) -> None:
    """Write every message as a line to standard input, until the server stops to read.

    Mostly it has ended then; whoever is `listening` knows how, and is given time to tell it.
    """
    async for message in sent:
        text = message.message.model_dump_json(by_alias=True, exclude_unset=True)
        try:
            await process.write(f"{text}\n".encode())
        except BrokenPipeError:
            await asyncio.wait({listening}, timeout=_GRACE)
            heard.close()
            return
