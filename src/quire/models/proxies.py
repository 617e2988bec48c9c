"""HTTP proxies: which one is the way to an address, and the tunnel through it.

What the environment says is read as curl reads it, and this machine is never asked through a proxy.
Sources: RFC 9110 (CONNECT, absolute form), RFC 7617 (Basic).
"""

from __future__ import annotations

import asyncio
import base64
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, cast
from urllib.parse import SplitResult, unquote, urlsplit

import msgspec
from msgspec import Struct

from quire.errors import SettingsError
from quire.models.settings import DIRECT, Provider

if TYPE_CHECKING:
    import ssl

_PORTS = {"http": 80, "https": 443}
_LONGEST_HEAD = 64 * 1024


class Proxies(Struct, frozen=True, kw_only=True):
    """The proxies that the environment names, by the scheme of an address.

    `without` lists hosts that are reached directly: names with all below them, addresses,
    networks, each with a port or without; `*` means every host.
    """

    http: str = ""
    https: str = ""
    without: str = ""

    def way(self, url: str) -> str:
        """Return the address of the proxy for a URL, an empty text where there is none."""
        parts = urlsplit(url)
        named = {"http": self.http, "https": self.https}.get(parts.scheme, "")
        if not named or _is_here(parts.hostname or "") or _is_listed(parts, self.without):
            return ""
        return named if "://" in named else f"http://{named}"


def behind(provider: Provider, proxies: Proxies) -> Provider:
    """Return a provider with the proxy that it is asked through: its own, or the environment's.

    Raises SettingsError for a proxy that cannot be used; a provider without a key may never be
    asked, and is left to `gate_of`.
    """
    if provider.dialect == "engine":
        return provider
    own = provider.proxy or proxies.way(provider.base_url)
    own = "" if own == DIRECT else own
    if own and provider.ready:
        gate_of(own)
    return msgspec.structs.replace(provider, proxy=own)


class Gate(Struct, frozen=True):
    """A proxy: where it listens, and the header that it wants, which may be empty."""

    host: str
    port: int
    credential: bytes = b""


def gate_of(proxy: str) -> Gate:
    """Return the proxy at an address `http://[user:password@]host[:port]`.

    Raises SettingsError for any other address, in words without its password.
    """
    parts = urlsplit(proxy)
    if parts.scheme != "http" or not parts.hostname:
        raise SettingsError(
            f"A proxy to the upstreams is at {parts.scheme}://{parts.hostname or ''}, which is not "
            "an address of HTTP.",
            hint="Write it as 'http://proxy.example:3128'; 'none' in models.proxy means no proxy, "
            "whatever the environment says.",
            param="models.proxy",
            status=503,
        )
    credential = b""
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        credential = b"proxy-authorization: Basic %b\r\n" % base64.b64encode(pair)
    return Gate(parts.hostname, parts.port or 80, credential)


async def tunnelled(
    gate: Gate, to: tuple[str, int], protocol: asyncio.Protocol, context: ssl.SSLContext
) -> None:
    """Connect a protocol to a host and port through a proxy, in TLS. Raises OSError."""
    loop, (host, port) = asyncio.get_running_loop(), to
    transport, opening = await loop.create_connection(_Opening, gate.host, gate.port)
    try:
        named = b"%b:%d" % (_written(host), port)
        transport.write(
            b"CONNECT %b HTTP/1.1\r\nhost: %b\r\n%b\r\n" % (named, named, gate.credential)
        )
        status = await opening.answered
        if status != 200:
            raise ConnectionRefusedError(f"the proxy {gate.host}:{gate.port} answered {status}")
        secured = await loop.start_tls(transport, protocol, context, server_hostname=host)
    except BaseException:
        transport.abort()
        raise
    protocol.connection_made(cast(asyncio.BaseTransport, secured))


class _Opening(asyncio.Protocol):
    """Waits for what a proxy answers to CONNECT; `answered` is its status."""

    def __init__(self) -> None:
        self.answered: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._head = b""

    def data_received(self, data: bytes) -> None:
        self._head += data
        head, end, more = self._head.partition(b"\r\n\r\n")
        if self.answered.done() or (not end and len(self._head) < _LONGEST_HEAD):
            return
        protocol, _, rest = head.partition(b" ")
        known = protocol.startswith(b"HTTP/1.") and rest[:3].isdigit()
        if not end or not known or (more and rest.startswith(b"200")):
            self._fail("what the proxy answered is not HTTP")
        else:
            self.answered.set_result(int(rest[:3]))

    def connection_lost(self, error: Exception | None) -> None:
        if not self.answered.done():
            self._fail("the proxy closed the connection")

    def _fail(self, words: str) -> None:
        self.answered.set_exception(ConnectionError(words))


def _written(host: str) -> bytes:
    return f"[{host}]".encode() if ":" in host else host.encode("idna")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _is_listed(parts: SplitResult, without: str) -> bool:
    host = parts.hostname or ""
    port = str(parts.port or _PORTS[parts.scheme])
    return any(
        _covers(each.lower(), host, port) for each in without.replace(",", " ").split() if each
    )


def _covers(listed: str, host: str, port: str) -> bool:
    """Return whether an entry of a list covers a host, which is in lower case."""
    if listed == "*":
        return True
    try:
        return ip_address(host) in ip_network(listed.strip("[]"), strict=False)
    except ValueError:
        name, _, named_port = listed.rpartition(":")
    if not name or not named_port.isdigit():
        name, named_port = listed, ""
    plain = name.strip("[]").removeprefix("*").removeprefix(".")
    fits = host == plain or host.endswith(f".{plain}")
    return bool(plain) and fits and named_port in ("", port)
