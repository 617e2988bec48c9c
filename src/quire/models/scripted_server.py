"""An HTTP server that answers from a script, faults included, in the dialect of the path.

It serves `POST /v1/responses`, `POST /v1/responses/compact` and `POST /v1/chat/completions`. A
background answer can be joined again (`GET /v1/responses/ID?stream=true&starting_after=N`); one
that is cut is cut there as well, after as many events, until it is whole.

    python -m quire.models.scripted_server --script FILE [--port 0] [--log FILE]

It prints its address (`http://127.0.0.1:PORT/v1`) as its first line and serves until stopped.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Self
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from quire.models.chat_replies import chat_reply_to
from quire.models.replies import Reply, compaction_to, refused, reply_to
from quire.models.script import Answer, Script, Turns, load
from quire.protocol.items import Json

_LONGEST_HEAD = 65_536
_DIALECTS = {
    "/responses": reply_to,
    "/responses/compact": compaction_to,
    "/chat/completions": chat_reply_to,
}
_UNLOGGED = frozenset({"authorization", "api-key", "x-api-key", "cookie"})


class Received(Struct, frozen=True, kw_only=True):
    """One request as it came; header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    def fields(self) -> Json:
        """Return the decoded body. Raises msgspec.DecodeError when it is not a JSON object."""
        return msgspec.json.decode(self.body, type=dict[str, object])


class ScriptedServer:
    """Serves a script on loopback; `received` keeps every request, refused ones too.

    `connections` counts those that were made, `broken` those that a client left in mid-answer.
    """

    def __init__(self, script: Script, *, port: int = 0, log: Path | None = None) -> None:
        """Prepare to serve `script` on `port` (0: any free one), noting requests in `log`."""
        self._script = script
        self._turns = Turns(script)
        self._asked = 0
        self._port = port
        self._log = log
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self._made: dict[str, Answer] = {}
        self.received: list[Received] = []
        self.connections = 0
        self.broken = 0

    @property
    def address(self) -> str:
        """The base URL for clients."""
        return f"http://127.0.0.1:{self._port}/v1"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(
            self._taken, "127.0.0.1", self._port, limit=_LONGEST_HEAD
        )
        self._port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, *failure: object) -> None:
        if self._server is None:
            return
        self._server.close()
        for serving in self._open:
            serving.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await self._server.wait_closed()

    async def idle(self) -> None:
        """Wait until no connection is open."""
        while self._open:
            await asyncio.wait(self._open)

    def forget(self) -> None:
        """Know no background answer any more."""
        self._made.clear()

    def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        serving = asyncio.create_task(self._serve(reader, writer))
        self._open.add(serving)
        serving.add_done_callback(self._open.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (request := await _received(reader)) is not None:
                self._note(request)
                if not await self._sent(self._reply(request), reader, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError, ValueError):
            self.broken += 1
        finally:
            writer.close()

    def _note(self, request: Received) -> None:
        self.received.append(request)
        if self._log is None:
            return
        headers = {name: text for name, text in request.headers.items() if name not in _UNLOGGED}
        line = {
            "path": request.path,
            "headers": headers,
            "body": msgspec.Raw(request.body or b"null"),
        }
        with self._log.open("ab") as file:
            file.write(msgspec.json.encode(line) + b"\n")

    def _reply(self, request: Received) -> Reply:
        path, _, query = request.path.partition("?")
        if request.method == "GET" or path.endswith("/cancel"):
            return self._joined(path.partition("/responses/")[2], query)
        told = next((tell for end, tell in _DIALECTS.items() if path.endswith(end)), None)
        if request.method != "POST" or told is None:
            words = f"Only POST {' and '.join(_DIALECTS)} is served."
            return refused(404, code="not_found", message=words)
        try:
            fields = request.fields()
        except msgspec.MsgspecError:
            return refused(400, code="invalid_request", message="The body is not a JSON object.")
        self._asked += 1
        key = fields.get("prompt_cache_key")
        answer = self._turns.next(key if isinstance(key, str) else None)
        if answer is None:
            whole = len(self._script.turns())
            words = f"The script has {whole} answers, this is request {self._asked}."
            return refused(400, code="script_exhausted", message=words)
        if fields.get("background") is True:
            self._made[f"resp_{self._asked}"] = answer
        streamed = fields.get("stream") is True
        return told(answer, turn=self._asked, model=self._script.model, stream=streamed)

    def _joined(self, name: str, query: str) -> Reply:
        """Return the rest of a background answer."""
        answer = self._made.get(name)
        if answer is None:
            return refused(404, code="not_found", message=f"There is no response {name!r}.")
        asked = dict(parse_qsl(query))
        kept = msgspec.structs.replace(answer, fault=None)
        turn = int(name.rpartition("_")[2])
        whole = reply_to(kept, turn=turn, model=self._script.model)
        rest = whole.pieces[int(asked.get("starting_after", -1)) + 1 :]
        if answer.fault != "cut" or len(rest) <= answer.after + 1:
            return msgspec.structs.replace(whole, pieces=rest)
        return msgspec.structs.replace(whole, pieces=rest[: answer.after], cut=True)

    async def _sent(
        self, reply: Reply, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Send `reply`; return whether the connection can serve another request."""
        if reply.silent:
            await reader.read()
            return False
        headers = (*reply.headers, ("transfer-encoding", "chunked"))
        lines = [f"HTTP/1.1 {reply.status} Scripted", *(f"{name}: {to}" for name, to in headers)]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        for piece in reply.pieces:
            await asyncio.sleep(reply.pause)
            writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            await writer.drain()
        if not reply.cut:
            writer.write(b"0\r\n\r\n")
            await writer.drain()
        return not reply.cut


async def _received(reader: asyncio.StreamReader) -> Received | None:
    """Read one request, or return None when the client has left.

    Raises IncompleteReadError when it leaves inside one.
    """
    first = await reader.readline()
    if not first:
        return None
    method, path, _ = first.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while line := (await reader.readline()).decode("latin-1").strip():
        name, _, text = line.partition(":")
        headers[name.strip().lower()] = text.strip()
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Received(method=method, path=path, headers=headers, body=body)


async def serve(script: Script, port: int, log: Path | None) -> None:
    """Serve `script` until cancelled, after printing the address."""
    async with ScriptedServer(script, port=port, log=log) as server:
        sys.stdout.write(f"{server.address}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m quire.models.scripted_server")
    parser.add_argument("--script", type=Path, required=True, help="a TOML or JSON script")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--log", type=Path, help="append each request to this file, as JSON lines")
    given = parser.parse_args()
    try:
        asyncio.run(serve(load(given.script), given.port, given.log))
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
