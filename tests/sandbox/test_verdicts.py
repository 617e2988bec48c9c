"""Names, addresses and first messages: what the proxy lets through and what it refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from quire.errors import RefusedError
from quire.sandbox.hello import NotTls, server_name
from quire.sandbox.verdicts import Rules, check_address, check_name, normal

Hello = Callable[[str | None], bytes]
RULES = Rules(("python", "*.example.org", "exact.test", "bücher.example"))

ALLOWED = [
    ("pypi.org", "pypi.org"),
    ("PyPI.org.", "pypi.org"),
    ("files.pythonhosted.org", "files.pythonhosted.org"),
    ("a.example.org", "a.example.org"),
    ("a.b.example.org", "a.b.example.org"),
    ("exact.test", "exact.test"),
    ("BÜCHER.example", "xn--bcher-kva.example"),
    ("xn--bcher-kva.example", "xn--bcher-kva.example"),
]

REFUSED = [
    "evil.com", "example.org", "pypi.org.evil.com", "evilpypi.org", "notexample.org",
    "evil.com\0.example.org", "evil.com\0pypi.org", "pypi.org\n", "pypi.org ", " pypi.org",
    "pypi.org..", ".pypi.org", "a..example.org", "-a.example.org", "*.example.org", "",
    ".", "a/b.example.org", "a@b.example.org", "pypi.org#.example.org", "127.0.0.1",
    "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]", "::1", "localhost",
    "pypi\u3002org.evil.com", "p\u0443pi.org", "x" * 64 + ".example.org", "%2e.example.org",
]  # fmt: skip


@pytest.mark.parametrize(("name", "plain"), ALLOWED)
def test_allowed_names(name: str, plain: str) -> None:
    assert check_name(name, 443, RULES) == plain


@pytest.mark.parametrize("name", REFUSED)
def test_refused_names(name: str) -> None:
    with pytest.raises(RefusedError):
        check_name(name, 443, RULES)


def test_a_full_stop_of_another_script_is_a_full_stop() -> None:
    assert normal("pypi\u3002org") == "pypi.org"


@pytest.mark.parametrize("port", [22, 25, 8080, 0, 65536])
def test_other_ports_are_refused(port: int) -> None:
    with pytest.raises(RefusedError, match="port"):
        check_name("pypi.org", port, RULES)


INNER = [
    "127.0.0.1", "127.255.0.1", "0.0.0.0", "10.0.0.1", "172.16.3.4", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::1", "::",
    "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::",
    "192.0.2.1", "2001:db8::1", "240.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_are_refused(address: str) -> None:
    with pytest.raises(RefusedError, match="inner address"):
        check_address(address, RULES)


def test_outer_and_listed_addresses_pass() -> None:
    assert check_address("151.101.0.223", RULES) == "151.101.0.223"
    assert check_address("2a04:4e42::223", RULES) == "2a04:4e42::223"
    listed = Rules((), networks=("10.1.0.0/16",))
    assert check_address("10.1.2.3", listed) == "10.1.2.3"
    with pytest.raises(RefusedError):
        check_address("10.2.0.1", listed)


def test_the_name_of_a_real_client(client_hello: Hello) -> None:
    data = client_hello("pypi.org")
    assert server_name(data) == "pypi.org"
    assert [server_name(data[:cut]) for cut in (0, 4, 6, len(data) - 1)] == [None] * 4
    assert server_name(client_hello(None)) == ""


def test_a_message_in_pieces(client_hello: Hello) -> None:
    data = client_hello("pypi.org")
    body = data[5:]
    split = b"".join(
        data[:3] + len(piece).to_bytes(2, "big") + piece for piece in (body[:9], body[9:])
    )
    assert server_name(split) == "pypi.org"


@pytest.mark.parametrize(
    "data", [b"GET / HTTP/1.1\r\n\r\n", b"SSH-2.0-x\r\n", b"\x16\x03\x01\x00\x00", b"\x17\x03\x03"]
)
def test_other_protocols_are_not_tls(data: bytes) -> None:
    with pytest.raises(NotTls):
        server_name(data)
