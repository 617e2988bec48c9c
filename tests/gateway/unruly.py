"""An upstream that misbehaves as the name of the model says: `cut.5`, `garbage`, `slow`.

With a last `.rich`, as in `cut.5.rich`, the answer thinks, speaks and calls three tools.
"""

from __future__ import annotations

import asyncio
from typing import Self, cast

import msgspec

from quire.models.chat_replies import chat_reply_to
from quire.models.replies import Reply, reply_to
from quire.models.script import Answer, FaultKind, FunctionWish
from quire.protocol.responses import Usage

TEXT = "An answer in several words."
USAGE = Usage(input_tokens=10, output_tokens=20, total_tokens=30)
RICH = Answer(
    reasoning="Look first.", text=TEXT, usage=USAGE,
    calls=(
        FunctionWish(name="shell", arguments={"commands": ["ls", "pwd"]}),
        FunctionWish(name="note", arguments={"input": "free text"}),
        FunctionWish(name="look", arguments={"at": "home"}),
    ),
)  # fmt: skip


class Unruly:
    """Serves both dialects on loopback; each connection carries one answer."""

    def __init__(self) -> None:
        """Prepare to serve."""
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self.address = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._taken, "127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"
        return self

    async def __aexit__(self, *failure: object) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._open:
            task.cancel()

    def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(_serve(reader, writer))
        self._open.add(task)
        task.add_done_callback(self._open.discard)


class _Body(msgspec.Struct):
    model: str


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].partition("\r\n")[0])
        body = msgspec.json.decode(await reader.readexactly(length), type=_Body)
        await _send(_reply(body.model, chat="/chat/" in head), reader, writer)
    except (ConnectionError, asyncio.IncompleteReadError):
        return
    finally:
        writer.close()


def _reply(model: str, *, chat: bool) -> Reply:
    kind, *words = model.split(".")
    faults = kind not in ("fine", "slow")
    answer = msgspec.structs.replace(
        RICH if "rich" in words else Answer(text=TEXT, usage=USAGE),
        fault=cast(FaultKind, kind) if faults else None,
        after=next((int(word) for word in words if word.isdigit()), 4),
        pause=0.1 if kind == "slow" else 0.0,
        retry_after=60.0,
    )
    return (chat_reply_to if chat else reply_to)(answer, turn=1, model=model)


async def _send(reply: Reply, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    headers = (*reply.headers, ("transfer-encoding", "chunked"), ("connection", "close"))
    lines = [f"HTTP/1.1 {reply.status} Unruly", *(f"{name}: {to}" for name, to in headers)]
    writer.write("\r\n".join([*lines, "", ""]).encode())
    if reply.silent:  # a slow loris: a head, and never a body
        await reader.read()
        return
    for piece in reply.pieces:
        await asyncio.sleep(reply.pause)
        writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        await writer.drain()
    if not reply.cut:
        writer.write(b"0\r\n\r\n")
        await writer.drain()
