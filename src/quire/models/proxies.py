"""HTTP proxies: which one is the way to an address.

What the environment says is read as curl reads it, and this machine is never asked through a proxy.
Source: RFC 7617 (Basic).
"""

from __future__ import annotations

import base64
from ipaddress import ip_address, ip_network
from urllib.parse import SplitResult, unquote, urlsplit

import msgspec
from msgspec import Struct

from quire.errors import SettingsError
from quire.models.settings import DIRECT, Provider

_PORTS = {"http": 80, "https": 443}


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
