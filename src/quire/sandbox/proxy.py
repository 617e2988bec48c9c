"""The only way out: HTTP and SOCKS5 on a unix socket, with an allow-list and a log."""

from __future__ import annotations

import asyncio
import base64
import hmac
import secrets
import socket
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from msgspec import Struct, json

from quire.errors import RefusedError
from quire.sandbox import hello
from quire.sandbox.verdicts import Rules, check_address, check_name, normal

ALLOWED = "allowed"
Resolve = Callable[[str, int], Awaitable[list[str]]]

_PIECE = 1 << 16
_LONGEST_HEAD = 1 << 16
_PATIENCE = 30.0
_HOP_HEADERS = (b"proxy-", b"connection:", b"keep-alive:", b"upgrade:", b"te:", b"host:")


class Connection(Struct, frozen=True):
    """One attempt to reach a host: what was asked, what came of it, how much was carried."""

    run: str
    host: str
    port: int
    verdict: str
    address: str = ""
    sent: int = 0
    received: int = 0


class Target(Struct, frozen=True):
    """Where a client wants to go, and the bytes that go there first."""

    host: str
    port: int
    first: bytes = b""
    tunnel: bool = True
    body: int = 0


async def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a name, asked on the host and only once."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class Proxy:
    """Serves one sandbox; each run has its own token and its own part of the log."""

    def __init__(self, rules: Rules, log: Path | None = None, lookup: Resolve = resolve) -> None:
        self._rules = rules
        self._log = log
        self._resolve = lookup
        self._tokens: dict[str, str] = {}
        self._connections: list[Connection] = []
        self._open: dict[asyncio.Task[None], str] = {}
        self._server: asyncio.Server | None = None

    async def start(self, path: Path) -> None:
        """Listen on a unix socket at `path`."""
        self._server = await asyncio.start_unix_server(self._serve, path, limit=_LONGEST_HEAD)

    async def close(self) -> None:
        """Stop listening and cut what is still open."""
        if self._server is not None:
            self._server.close()
        await self._cut(set(self._open))

    def admit(self, run: str) -> str:
        """Return a token for one run, good until `dismiss`."""
        token = secrets.token_urlsafe(16)
        self._tokens[token] = run
        return token

    def variables(self, run: str, port: int) -> tuple[tuple[str, str], ...]:
        """Return the variables by which programs find the proxy at `port`, with a new token."""
        address = f"quire:{self.admit(run)}@127.0.0.1:{port}"
        names = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
        near = "localhost,127.0.0.1,::1"
        return (
            *((name, f"http://{address}") for name in names),
            ("QUIRE_SOCKS_PROXY", f"socks5h://{address}"),
            ("no_proxy", near),
            ("NO_PROXY", near),
        )

    async def dismiss(self, run: str) -> list[Connection]:
        """End a run: forget its token, cut its connections and return all that it tried."""
        self._tokens = {token: name for token, name in self._tokens.items() if name != run}
        await self._cut({task for task, name in self._open.items() if name == run})
        mine = [connection for connection in self._connections if connection.run == run]
        self._connections = [c for c in self._connections if c.run != run]
        return mine

    async def _cut(self, tasks: set[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            first = await asyncio.wait_for(reader.readexactly(1), _PATIENCE)
            if first == b"\x05":
                await self._socks(reader, writer)
            else:
                await self._http(first, reader, writer)
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError):
            return  # the client or the host has gone: both ends are closed below
        finally:
            writer.close()

    async def _http(
        self, first: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        head = first + await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _PATIENCE)
        run = self._run_of(_header(head, b"proxy-authorization"))
        if run is None:
            writer.write(_answer(407, 'Proxy-Authenticate: Basic realm="quire"\r\n'))
            return
        try:
            target = _http_target(head)
        except (ValueError, RefusedError):
            writer.write(_answer(400))
            return
        ready = _answer(200) if target.tunnel else b""
        await self._carry(run, target, (reader, writer), (ready, _answer(403)))

    async def _socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak SOCKS5 with user name and password (RFC 1928, RFC 1929)."""
        methods = await reader.readexactly((await reader.readexactly(1))[0])
        if 2 not in methods:
            writer.write(b"\x05\xff")
            return
        writer.write(b"\x05\x02")
        await reader.readexactly(1)
        await reader.readexactly((await reader.readexactly(1))[0])
        token = await reader.readexactly((await reader.readexactly(1))[0])
        run = self._run_of_token(token.decode("ascii", "replace"))
        writer.write(b"\x01\x00" if run is not None else b"\x01\x01")
        if run is None:
            return
        _, command, _, kind = await reader.readexactly(4)
        host = await _socks_host(reader, kind)
        port = int.from_bytes(await reader.readexactly(2), "big")
        nowhere = b"\x00\x01" + bytes(6)
        if command != 1:
            writer.write(b"\x05\x07" + nowhere)
            return
        answers = (b"\x05\x00" + nowhere, b"\x05\x02" + nowhere)
        await self._carry(run, Target(host, port), (reader, writer), answers)

    async def _carry(
        self,
        run: str,
        target: Target,
        client: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        answers: tuple[bytes, bytes],
    ) -> None:
        """Connect to an allowed target and pass bytes, or answer that it is refused."""
        reader, writer = client
        task = asyncio.current_task()
        if task is not None:
            self._open[task] = run
            task.add_done_callback(self._open.pop)
        try:
            name = check_name(target.host, target.port, self._rules)
            address = await self._allowed_address(name, target.port)
        except RefusedError as error:
            writer.write(answers[1])
            self._record(Connection(run, _printable(target.host), target.port, error.message))
            return
        first = target.first
        if target.tunnel:
            writer.write(answers[0])
            first, objection = await _opening(reader, name)
            if objection:
                self._record(Connection(run, name, target.port, objection, address))
                return
        out_reader, out_writer = await asyncio.open_connection(address, target.port)
        out_writer.write(first)
        passed = [len(first), 0]
        budget = None if target.tunnel else target.body
        try:
            await asyncio.gather(
                _pump(reader, out_writer, budget, partial(_add, passed, 0)),
                _pump(out_reader, writer, None, partial(_add, passed, 1)),
            )
        finally:
            out_writer.close()
            self._record(Connection(run, name, target.port, ALLOWED, address, *passed))

    async def _allowed_address(self, name: str, port: int) -> str:
        """Resolve once and return an address; every one of them must be allowed."""
        try:
            found = await self._resolve(name, port)
        except OSError as error:
            raise RefusedError(f"network: {name!r} has no address ({error})") from error
        checked = [check_address(address, self._rules) for address in found]
        return checked[0]

    def _run_of(self, header: bytes) -> str | None:
        scheme, _, encoded = header.partition(b" ")
        if scheme.lower() != b"basic":
            return None
        try:
            decoded = base64.b64decode(encoded.strip(), validate=True).decode("ascii")
        except ValueError:
            return None
        return self._run_of_token(decoded.partition(":")[2])

    def _run_of_token(self, token: str) -> str | None:
        for known, run in self._tokens.items():
            if hmac.compare_digest(known.encode(), token.encode()):
                return run
        return None

    def _record(self, connection: Connection) -> None:
        self._connections.append(connection)
        if self._log is not None:
            with self._log.open("ab") as file:
                file.write(json.encode(connection) + b"\n")


async def _opening(reader: asyncio.StreamReader, name: str) -> tuple[bytes, str]:
    """Return the first bytes of a tunnel, and why they may not pass ("" if they may).

    They must be a TLS ClientHello that asks for the very name that was allowed: else an
    allowed front of a large network would lead to any host behind it.
    """
    data = b""
    while len(data) < 4 * hello.LONGEST:
        piece = await asyncio.wait_for(reader.read(_PIECE), _PATIENCE)
        if not piece:
            break
        data += piece
        try:
            asked = hello.server_name(data)
        except hello.NotTls as error:
            return data, f"not TLS: {error}"
        if asked is not None:
            same = asked != "" and _same_name(asked, name)
            return data, "" if same else f"TLS asks for {_printable(asked)!r} instead"
    return data, "no TLS"


def _same_name(asked: str, name: str) -> bool:
    try:
        return normal(asked) == name
    except RefusedError:
        return False


async def _pump(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    budget: int | None,
    count: Callable[[int], None],
) -> None:
    """Pass bytes on until the end, or until `budget` bytes have passed."""
    left = budget
    while left is None or left > 0:
        data = await reader.read(_PIECE if left is None else min(_PIECE, left))
        if not data:
            break
        writer.write(data)
        await writer.drain()
        count(len(data))
        left = None if left is None else left - len(data)
    if budget is None and writer.can_write_eof():
        writer.write_eof()


def _add(passed: list[int], direction: int, count: int) -> None:
    passed[direction] += count


def _http_target(head: bytes) -> Target:
    """Return where a request to a proxy leads; raises ValueError for a malformed one.

    A plain request is rewritten for the host itself and limited to one per connection, with
    the host of its own address, so that no second host can ride on the first.
    """
    request, *headers = head[:-4].split(b"\r\n")
    method, address, version = request.split(b" ")
    if method == b"CONNECT":
        host, _, port = address.decode("ascii").rpartition(":")
        return Target(host, int(port))
    scheme, mark, rest = address.partition(b"://")
    if scheme.lower() != b"http" or not mark or _header(head, b"transfer-encoding"):
        raise ValueError("not a request that can be passed on")
    authority, slash, path = rest.partition(b"/")
    host, colon, port = authority.decode("ascii").rpartition(":")
    name, number = (host, int(port)) if colon else (port, 80)
    kept = [line for line in headers if not line.lower().startswith(_HOP_HEADERS)]
    lines = [b" ".join((method, slash + path or b"/", version)), b"Host: " + authority, *kept]
    first = b"\r\n".join([*lines, b"Connection: close", b"", b""])
    return Target(
        name, number, first, tunnel=False, body=int(_header(head, b"content-length") or 0)
    )


def _header(head: bytes, name: bytes) -> bytes:
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.strip()
    return b""


async def _socks_host(reader: asyncio.StreamReader, kind: int) -> str:
    if kind == 3:
        length = (await reader.readexactly(1))[0]
        return (await reader.readexactly(length)).decode("utf-8", "replace")
    family, size = (socket.AF_INET6, 16) if kind == 4 else (socket.AF_INET, 4)
    return socket.inet_ntop(family, await reader.readexactly(size))


def _answer(status: int, headers: str = "") -> bytes:
    words = {200: "Connection established", 400: "Bad Request", 403: "Forbidden"}
    reason = words.get(status, "Proxy Authentication Required")
    tail = "" if status == 200 else "Content-Length: 0\r\nConnection: close\r\n"
    return f"HTTP/1.1 {status} {reason}\r\n{headers}{tail}\r\n".encode()


def _printable(text: str) -> str:
    return text.encode("unicode_escape").decode("ascii")[:300]
