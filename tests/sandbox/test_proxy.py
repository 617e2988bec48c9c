"""The proxy: allowed hosts are reached over HTTP, TLS and SOCKS5, and nothing else is."""

from __future__ import annotations

import asyncio
import base64
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from msgspec.structs import replace

from quire.errors import SandboxUnavailable
from quire.sandbox.policy import Policy
from quire.sandbox.proxy import Connection, Proxy
from quire.sandbox.runner import Command, Logs, Sandbox
from quire.sandbox.verdicts import Rules

Hello = Callable[[str | None], bytes]
HERE = "127.0.0.2"


class Server(BaseHTTPRequestHandler):
    """Answers with what it was asked."""

    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        names = sorted(name.lower() for name in self.headers)
        body = f"{self.path} {self.headers['Host']} {names} {self.rfile.read(length)!r}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def __getattr__(self, name: str) -> Callable[[], None]:
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer((HERE, 0), Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


async def addresses(host: str, port: int) -> list[str]:
    table = {"web.test": [HERE], "mixed.test": ["151.101.0.223", "10.0.0.1"]}
    return table.get(host, [host])


async def receive(reader: asyncio.StreamReader) -> bytes:
    """Return what comes until the end, or until nothing comes for a while."""
    answer = b""
    try:
        while piece := await asyncio.wait_for(reader.read(4096), 0.5):
            answer += piece
    except TimeoutError:
        return answer
    return answer


def talk(
    port: int, path: Path, *pieces: bytes, networks: tuple[str, ...] = ("127.0.0.0/8",)
) -> tuple[bytes, list[Connection]]:
    """Send pieces to a proxy, with TOKEN replaced; return its answer and its log."""

    async def run() -> tuple[bytes, list[Connection]]:
        rules = Rules(("web.test", "mixed.test", HERE), ports=(port,), networks=networks)
        proxy = Proxy(rules, lookup=addresses)
        await proxy.start(path)
        token = proxy.admit("one")
        basic = base64.b64encode(f"quire:{token}".encode())
        reader, writer = await asyncio.open_unix_connection(path)
        for piece in pieces:
            filled = piece.replace(b"BASIC", basic).replace(
                b"TOKEN", bytes([len(token)]) + token.encode()
            )
            writer.write(filled)
            await writer.drain()
            await asyncio.sleep(0.05)
        answer = await receive(reader)
        log = await proxy.dismiss("one")
        writer.close()
        await proxy.close()
        return answer, log

    return asyncio.run(run())


def request(method: str, address: str, *headers: str) -> bytes:
    lines = [f"{method} {address} HTTP/1.1", "Proxy-Authorization: Basic BASIC", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def test_plain_http_is_passed_on_and_logged(port: int, tmp_path: Path) -> None:
    asked = request("POST", f"http://web.test:{port}/a?b", "Host: other.test", "Content-Length: 2")
    answer, log = talk(port, tmp_path / "s", asked + b"hi" + b"GET /smuggled HTTP/1.1\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK")
    names = "['connection', 'content-length', 'host']"
    assert body.decode() == f"/a?b web.test:{port} {names} b'hi'"
    assert [(c.host, c.port, c.verdict, c.address) for c in log] == [
        ("web.test", port, "allowed", HERE)
    ]
    assert log[0].received == len(answer)


REFUSED = {
    "another name": lambda port: request("GET", f"http://evil.test:{port}/"),
    "another port": lambda port: request("GET", "http://web.test:1/"),
    "an inner address among others": lambda port: request("GET", f"http://mixed.test:{port}/"),
    "a name with NUL": lambda port: request("GET", f"http://evil.test\0web.test:{port}/"),
    "CONNECT to another name": lambda port: request("CONNECT", f"evil.test:{port}"),
    "credentials in the address": lambda port: request("GET", f"http://web.test@evil.test:{port}/"),
    "chunks": lambda port: request(
        "POST", f"http://web.test:{port}/", "Transfer-Encoding: chunked"
    ),
    "no address": lambda port: request("GET", "/"),
    "another scheme": lambda port: request("GET", f"ftp://web.test:{port}/"),
    "nonsense": lambda port: request("CONNECT", "web.test:x"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_requests(name: str, port: int, tmp_path: Path) -> None:
    answer, log = talk(port, tmp_path / "s", REFUSED[name](port))
    assert answer.split(b" ")[1] in (b"403", b"400"), answer
    assert all(connection.verdict != "allowed" for connection in log)


def test_without_a_token_nothing_passes(port: int, tmp_path: Path) -> None:
    bare = f"GET http://web.test:{port}/ HTTP/1.1\r\n\r\n".encode()
    assert talk(port, tmp_path / "a", bare)[0].startswith(b"HTTP/1.1 407")
    wrong = bare[:-2] + b"Proxy-Authorization: Basic cXVpcmU6eA==\r\n\r\n"
    assert talk(port, tmp_path / "b", wrong)[0].startswith(b"HTTP/1.1 407")
    assert talk(port, tmp_path / "c", b"\x05\x01\x00")[0] == b"\x05\xff"
    assert talk(port, tmp_path / "d", b"\x05\x01\x02", b"\x01\x01q\x01x")[0] == b"\x05\x02\x01\x01"


def test_a_tunnel_carries_tls_for_its_own_name_only(
    port: int, tmp_path: Path, client_hello: Hello
) -> None:
    connect = request("CONNECT", f"web.test:{port}")
    hello = client_hello("web.test")
    verdicts = {}
    for name, first in {
        "own": hello,
        "in pieces": b"",
        "other": client_hello("evil.test"),
        "none": client_hello(None),
        "http": b"GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n",
    }.items():
        pieces = (hello[:9], hello[9:]) if name == "in pieces" else (first,)
        log = talk(port, tmp_path / name, connect, *pieces)[1]
        verdicts[name] = [connection.verdict for connection in log]
    assert verdicts == {
        "own": ["allowed"],
        "in pieces": ["allowed"],
        "other": ["TLS asks for 'evil.test' instead"],
        "none": ["TLS asks for '' instead"],
        "http": ["not TLS: not a handshake record"],
    }


def test_socks(port: int, tmp_path: Path, client_hello: Hello) -> None:
    target = b"\x05\x01\x00\x03\x08web.test" + port.to_bytes(2, "big")
    evil = b"\x05\x01\x00\x03\x09evil.test" + port.to_bytes(2, "big")
    greeting = (b"\x05\x01\x02", b"\x01\x05quireTOKEN")
    answer, log = talk(port, tmp_path / "a", *greeting, target, client_hello("web.test"))
    assert answer.startswith(b"\x05\x02\x01\x00\x05\x00")
    assert [connection.verdict for connection in log] == ["allowed"]
    answer, log = talk(port, tmp_path / "b", *greeting, evil)
    assert answer == b"\x05\x02\x01\x00\x05\x02\x00\x01" + bytes(6)
    assert [connection.host for connection in log] == ["evil.test"]


def test_loopback_needs_its_network_listed(port: int, tmp_path: Path) -> None:
    answer, log = talk(
        port, tmp_path / "s", request("GET", f"http://web.test:{port}/"), networks=()
    )
    assert answer.startswith(b"HTTP/1.1 403")
    assert "inner address" in log[0].verdict


FETCH = (
    "import os, urllib.request\n"
    "for url in {urls!r}:\n"
    "    try:\n        print(urllib.request.urlopen(url, timeout=10).status)\n"
    "    except OSError as error:\n        print(error)\n"
    "import socket\n"
    "try:\n    socket.create_connection(('{here}', {port}), 2)\n    print('BROKEN')\n"
    "except OSError as error:\n    print('no way around')\n"
)


def test_a_command_reaches_allowed_hosts_through_the_walls(
    port: int, policy: Policy, tmp_path: Path
) -> None:
    async def fetch() -> tuple[list[str], tuple[str, ...]]:
        open_policy = replace(
            policy, network="proxy", hosts=(HERE,), networks=("127.0.0.0/8",), ports=(port,)
        )
        urls = [f"http://{HERE}:{port}/", f"http://127.0.0.3:{port}/"]
        script = FETCH.format(urls=urls, here=HERE, port=port)
        async with await Sandbox.open(open_policy, logs=Logs(tmp_path / "log")) as sandbox:
            outcome = await sandbox.run(Command((sys.executable, "-I", "-S", "-c", script)))
        return outcome.stdout.decode().splitlines(), outcome.findings

    lines, findings = asyncio.run(fetch())
    assert lines == ["200", "HTTP Error 403: Forbidden", "no way around"]
    assert len(findings) == 1
    assert f"127.0.0.3:{port}" in findings[0]
    assert len((tmp_path / "log/network.jsonl").read_text().splitlines()) == 2


def test_the_second_tier_has_no_proxy(policy: Policy) -> None:
    with pytest.raises(SandboxUnavailable, match="needs the namespaces"):
        asyncio.run(Sandbox.open(replace(policy, network="proxy"), only="landlock"))
