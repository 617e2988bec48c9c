"""Which hosts a command may reach through the proxy: names, ports and addresses."""

from __future__ import annotations

import ipaddress
import re

from msgspec import Struct

from quire.errors import RefusedError

PRESETS = {
    "python": ("pypi.org", "files.pythonhosted.org"),
    "node": ("registry.npmjs.org",),
}
"""Names that a list of hosts may contain in place of the hosts themselves.

Whoever may publish there may carry data out: broad names allow exfiltration.
"""

_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052, IPv4 behind NAT64

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Rules(Struct, frozen=True):
    """What is allowed: names ("*.example.org" for all below), ports, and private networks."""

    hosts: tuple[str, ...]
    ports: tuple[int, ...] = (80, 443)
    networks: tuple[str, ...] = ()

    def names(self) -> frozenset[str]:
        """Return the allowed names with presets spelt out."""
        listed = [name for host in self.hosts for name in PRESETS.get(host, (host,))]
        return frozenset(_listed(name) for name in listed)


def normal(name: str) -> str:
    """Return a host name as it is compared; raises RefusedError for one that is malformed.

    Lower case, IDNA, no trailing dot; control characters (NUL above all) never pass.
    """
    text = name.strip("[]") if ":" in name else name
    if ":" in text or re.fullmatch(r"[0-9.]+", text):
        try:
            return str(ipaddress.ip_address(text))
        except ValueError as error:
            raise _refusal(name, "is not a host name") from error
    try:
        plain = text.lower().encode("idna").decode("ascii")
    except UnicodeError as error:
        raise _refusal(name, "is not a host name") from error
    labels = plain.removesuffix(".").split(".")
    if len(plain) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _refusal(name, "is not a host name")
    if labels[-1].isdigit() or labels[-1].startswith("0x"):
        raise _refusal(name, "is an address in disguise")
    return ".".join(labels)


def _listed(name: str) -> str:
    return "*." + normal(name[2:]) if name.startswith("*.") else normal(name)


def check_name(name: str, port: int, rules: Rules) -> str:
    """Return the normal form of an allowed name; raises RefusedError for any other."""
    plain = normal(name)
    if port not in rules.ports:
        raise _refusal(f"{plain}:{port}", "uses a port that is not allowed")
    allowed = rules.names()
    parts = plain.split(".")
    wild = {"*." + ".".join(parts[start:]) for start in range(1, len(parts))}
    if plain not in allowed and not wild & allowed:
        raise _refusal(f"{plain}:{port}", "is not on the list of allowed hosts")
    return plain


def check_address(text: str, rules: Rules) -> str:
    """Return an address that may be connected to; raises RefusedError for an inner one.

    Loopback, link-local (metadata services), private and reserved addresses are refused, also
    when an IPv6 address carries them, unless `rules.networks` names their network.
    """
    address = ipaddress.ip_address(text.partition("%")[0])
    for candidate in (address, *_carried(address)):
        listed = any(
            candidate in ipaddress.ip_network(network)
            for network in rules.networks
            if ipaddress.ip_network(network).version == candidate.version
        )
        if not listed and (not candidate.is_global or candidate.is_multicast):
            raise _refusal(text, "is an inner address")
    return str(address)


def _carried(address: Address) -> list[Address]:
    """Return the IPv4 addresses inside an IPv6 address."""
    if not isinstance(address, ipaddress.IPv6Address):
        return []
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour]
    if address.teredo:
        found += address.teredo
    if address in _TRANSLATED:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [inner for inner in found if inner is not None]


def _refusal(what: str, why: str) -> RefusedError:
    return RefusedError(
        f"network: {what!r} {why}",
        hint="Add the host to the sandbox's list of hosts if commands should reach it.",
        param="hosts",
    )
