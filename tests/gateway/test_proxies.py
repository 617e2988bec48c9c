"""Upstreams behind a proxy: tunnels in TLS, requests in clear words, and when there is none."""

from __future__ import annotations

import datetime
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openai
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from quire import config
from quire.errors import SettingsError
from quire.models.proxies import Proxies, behind
from quire.models.settings import Provider

from .conftest import serving
from .upstreams import canned

HOST = "upstream.invalid"  # that no name server knows
KEY = "sk-CANARY-upstream"
PAIR = "me:pass%20word"
WAYS = Proxies(http="one.example:3128", https="http://two.example:3128", without="")


class Proxy(socketserver.ThreadingTCPServer):
    """Joins whoever asks with one port of this machine, whatever host is named."""

    daemon_threads = True

    def __init__(self, port: int, refusal: bytes = b"") -> None:
        super().__init__(("127.0.0.1", 0), _Joined)
        self.port, self.refusal = port, refusal
        self.heads: list[str] = []

    @property
    def address(self) -> str:
        """What a variable holds."""
        return f"http://{PAIR}@127.0.0.1:{self.server_address[1]}"


class _Joined(socketserver.StreamRequestHandler):
    server: Proxy

    def handle(self) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self.rfile.readline()
            if not line:
                return
            head += line
        self.server.heads.append(head.decode())
        if self.server.refusal:
            self.wfile.write(self.server.refusal)
            return
        with socket.create_connection(("127.0.0.1", self.server.port)) as far:
            if head.startswith(b"CONNECT "):
                self.wfile.write(b"HTTP/1.1 200 Connection established\r\nvia: test\r\n\r\n")
            else:
                far.sendall(head)
            back = threading.Thread(target=_pumped, args=(far, self.connection))
            back.start()
            while data := self.rfile.read1():
                far.sendall(data)
            far.shutdown(socket.SHUT_WR)
            back.join()


def _pumped(source: socket.socket, sink: socket.socket) -> None:
    while data := source.recv(65_536):
        sink.sendall(data)


@contextmanager
def proxied(port: int, refusal: bytes = b"") -> Iterator[Proxy]:
    """Run a proxy to a port of this machine."""
    proxy = Proxy(port, refusal)
    thread = threading.Thread(target=proxy.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        thread.join()
        proxy.server_close()


def certified(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """Return the certificate of HOST, and a server's context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "public.pem", folder / "private.pem"
    public.write_bytes(made.public_bytes(Encoding.PEM))
    private.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context


def answered(home: Path, variables: dict[str, str], *flags: str, times: int = 1) -> set[str]:
    """Return what a gateway with these variables answers, as a plain answer and as a stream."""
    environment = {"OPENAI_API_KEY": KEY, **variables}
    with serving(home, *flags, environment=environment) as gateway:
        client = gateway.client()
        return {
            client.responses.create(model="gpt-5.1-codex", input="hi").output_text
            for _ in range(times)
        }


def test_an_upstream_in_tls_is_asked_through_a_tunnel(tmp_path: Path) -> None:
    public, context = certified(tmp_path)
    with canned() as upstream:
        upstream.socket = context.wrap_socket(upstream.socket, server_side=True)
        with proxied(upstream.server_port) as proxy:
            variables = {
                "HTTPS_PROXY": proxy.address, "SSL_CERT_FILE": str(public),
                "OPENAI_BASE_URL": f"https://{HOST}/v1",
            }  # fmt: skip
            assert answered(tmp_path / "home", variables, times=2) == {"An answer."}
        assert upstream.keys == [f"Bearer {KEY}"] * 2
    (head,) = proxy.heads  # one tunnel for both
    first, *named = head.splitlines()
    assert first == f"CONNECT {HOST}:443 HTTP/1.1"
    assert "proxy-authorization: Basic bWU6cGFzcyB3b3Jk" in named
    assert KEY not in head


def test_an_upstream_in_clear_words_is_asked_by_its_whole_address(tmp_path: Path) -> None:
    with canned() as upstream, proxied(upstream.server_port) as proxy:
        flags = ("-c", f"models.proxy={proxy.address}")
        variables = {"OPENAI_BASE_URL": f"http://{HOST}/v1", "NO_PROXY": "*"}
        assert answered(tmp_path / "home", variables, *flags) == {"An answer."}
    (head,) = proxy.heads
    assert head.startswith(f"POST http://{HOST}/v1/responses HTTP/1.1\r\nhost: {HOST}\r\n")
    assert "proxy-authorization: Basic bWU6cGFzcyB3b3Jk\r\n" in head


def test_a_proxy_that_refuses_is_named_without_its_password(tmp_path: Path) -> None:
    no = b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"
    with proxied(9, no) as proxy:
        variables = {"ALL_PROXY": proxy.address, "OPENAI_BASE_URL": f"https://{HOST}/v1"}
        with pytest.raises(openai.APIStatusError) as caught:
            answered(tmp_path / "home", variables)
    port = proxy.server_address[1]
    assert caught.value.status_code == 502
    assert f"the proxy 127.0.0.1:{port} answered 407" in caught.value.message
    assert "pass" not in caught.value.message


def test_this_machine_is_asked_directly(tmp_path: Path) -> None:
    with canned() as upstream, proxied(9) as proxy:
        variables = {"HTTP_PROXY": proxy.address, "OPENAI_BASE_URL": upstream.address}
        assert answered(tmp_path / "home", variables) == {"An answer."}
    assert proxy.heads == []


@pytest.mark.parametrize(
    ("without", "url", "way"),
    [
        ("", "http://far.example/v1", "http://one.example:3128"),
        ("", "https://far.example/v1", "http://two.example:3128"),
        ("", "http://localhost:8000/v1", ""),
        ("", "http://127.1.2.3/v1", ""),
        ("", "http://[::1]:8000/v1", ""),
        ("*", "https://far.example/v1", ""),
        ("far.example", "https://far.example/v1", ""),
        ("far.example", "https://api.far.example/v1", ""),
        (".far.example, x", "https://api.far.example/v1", ""),
        ("*.far.example", "https://api.far.example/v1", ""),
        ("far.example", "https://afar.example/v1", "http://two.example:3128"),
        ("far.example:443", "https://far.example/v1", ""),
        ("far.example:8443", "https://far.example/v1", "http://two.example:3128"),
        ("10.0.0.0/8", "https://10.1.2.3/v1", ""),
        ("10.0.0.0/8", "https://11.1.2.3/v1", "http://two.example:3128"),
        ("192.168.1.5", "http://192.168.1.5:8000/v1", ""),
        ("fd00::/8", "http://[fd00::5]:8000/v1", ""),
        (", ,", "http://far.example/v1", "http://one.example:3128"),
    ],
)
def test_what_the_environment_lists_is_asked_directly(without: str, url: str, way: str) -> None:
    proxies = Proxies(http=WAYS.http, https=WAYS.https, without=without)
    assert proxies.way(url) == way


def test_the_environment_is_read_in_either_case() -> None:
    told = {"https_proxy": "http://a", "HTTPS_PROXY": "http://b", "ALL_PROXY": "c", "NO_PROXY": "d"}
    assert config.proxies(told) == Proxies(http="c", https="http://a", without="d")
    assert config.proxies({}) == Proxies()


def test_an_upstreams_own_word_beats_the_environment() -> None:
    asked = Provider(name="x", base_url="https://far.example/v1")
    own = Provider(name="x", base_url="https://far.example/v1", proxy="http://own.example")
    none = Provider(name="x", base_url="https://far.example/v1", proxy="none")
    waiting = Provider(name="x", base_url="https://far.example/v1", key_variable="X_KEY")
    assert [behind(each, WAYS).proxy for each in (asked, own, none, waiting)] == [
        "http://two.example:3128", "http://own.example", "", "http://two.example:3128",
    ]  # fmt: skip


def test_a_proxy_of_another_kind_is_refused_without_its_password() -> None:
    asked = Provider(name="x", base_url="https://far.example/v1")
    with pytest.raises(SettingsError) as caught:
        behind(asked, Proxies(https="socks5://me:pass@there.example:1080"))
    assert caught.value.param == "models.proxy"
    assert "socks5://there.example" in caught.value.message
    assert "pass" not in f"{caught.value}"
    waiting = Provider(name="x", base_url="https://far.example/v1", key_variable="X_KEY")
    assert behind(waiting, Proxies(https="socks5://there.example")).name == "x"  # nobody asks it


def test_a_clients_own_account_is_asked_through_the_proxy_too(tmp_path: Path) -> None:
    no = b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n"
    with proxied(9, no) as proxy:
        told = {"HTTPS_PROXY": proxy.address}
        with (
            serving(tmp_path / "home", environment=told) as gateway,
            pytest.raises(openai.APIStatusError, match="answered 403") as caught,
        ):
            gateway.client().responses.create(
                model="gpt-5.1-codex", input="hi", extra_headers={"x-byok-openai": "sk-own"}
            )
    assert caught.value.status_code == 502
    assert {head.partition(" HTTP")[0] for head in proxy.heads} == {"CONNECT api.openai.com:443"}
