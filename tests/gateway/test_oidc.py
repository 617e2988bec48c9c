"""Tokens of issuers: real signatures, a real key server, and every forgery refused."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import jwt
import openai
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from .conftest import Gateway, serving

ISSUER = "https://token.actions.example"
TEAMS = "https://oidc.vercel.example"
AUDIENCE = "https://quire.example"
Json = dict[str, object]


class Signer:
    """A private key, and its public part as a key set lists it."""

    def __init__(self, kid: str, algorithm: str = "RS256") -> None:
        self.kid, self.algorithm = kid, algorithm
        self.rsa = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.ec = ec.generate_private_key(ec.SECP256R1())

    def public(self) -> Json:
        if self.algorithm == "RS256":
            listed = RSAAlgorithm.to_jwk(self.rsa.public_key(), as_dict=True)
        else:
            listed = ECAlgorithm.to_jwk(self.ec.public_key(), as_dict=True)
        return {**listed, "kid": self.kid, "use": "sig", "alg": self.algorithm}

    def sign(self, claims: Json, head: Json | None = None) -> str:
        key = self.rsa if self.algorithm == "RS256" else self.ec
        named = {"kid": self.kid, **(head or {})}
        return jwt.encode(claims, key, algorithm=self.algorithm, headers=named)


class KeyServer(ThreadingHTTPServer):
    """Serves a key set on loopback; `keys` may change while it runs."""

    def __init__(self, *keys: Json) -> None:
        super().__init__(("127.0.0.1", 0), _Page)
        self.keys: list[Json] = list(keys)
        self.asked = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/.well-known/jwks"


class _Page(BaseHTTPRequestHandler):
    server: KeyServer

    def do_GET(self) -> None:
        self.server.asked += 1
        body = json.dumps({"keys": self.server.keys}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *told: object) -> None:
        """Say nothing."""


def claims(**changes: object) -> Json:
    """Return the claims of a good token, with changes; None leaves one out."""
    now = int(time.time())
    good: Json = {
        "iss": ISSUER, "aud": AUDIENCE, "sub": "repo:acme/site:ref:refs/heads/main",
        "repository": "acme/site", "iat": now, "nbf": now, "exp": now + 300, **changes,
    }  # fmt: skip
    return {name: value for name, value in good.items() if value is not None}


SIGNER, OTHER, CURVE = Signer("one"), Signer("one"), Signer("curve", "ES256")


@pytest.fixture(scope="module")
def issuer() -> Iterator[KeyServer]:
    server = KeyServer(SIGNER.public())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, issuer: KeyServer) -> Iterator[Gateway]:
    """A gateway that trusts one issuer by address and one by file."""
    home = tmp_path_factory.mktemp("home")
    listed = home / "keys.json"
    listed.write_text(json.dumps({"keys": [CURVE.public()]}))
    (home / "config.toml").write_text(
        f"""
[gateway.issuers.github]
issuer = "{ISSUER}"
audience = ["{AUDIENCE}"]
jwks = "{issuer.address}"
jwks_pause = 0.05
claims = {{ repository = "acme/*" }}
subject = "{{repository}}"
models = ["quire/*"]
per_minute = 60

[gateway.issuers.vercel]
issuer = "{TEAMS}/*"
audience = ["{AUDIENCE}"]
jwks = "{listed}"
algorithms = ["ES256"]
subject = "{{sub}}"
project = "team:{{owner_id}}"
day = 0.000001
"""
    )
    with serving(home) as running:
        yield running


def ask(gateway: Gateway, token: str, model: str = "quire/mini") -> str:
    """Return how a request with a token ended: the answer's status, or the error's words."""
    try:
        return str(gateway.client(token).responses.create(model=model, input="hi").status)
    except openai.APIStatusError as error:
        return f"{error.status_code} {error.code}: {error.message}"


def raw(head: Json, body: Json, signature: bytes) -> str:
    """Return a token put together by hand."""
    parts = (json.dumps(head).encode(), json.dumps(body).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def confused(body: Json) -> str:
    """Return a token signed with the public key as if it were a shared secret."""
    public = SIGNER.rsa.public_key().public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )  # fmt: skip
    unsigned = raw({"alg": "HS256", "kid": "one"}, body, b"").rstrip(".")
    signature = hmac.new(public, unsigned.encode(), hashlib.sha256).digest()
    return f"{unsigned}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


FORGED: dict[str, tuple[Callable[[], str], str]] = {
    "expired": (lambda: SIGNER.sign(claims(exp=int(time.time()) - 60)), "has expired"),
    "early": (lambda: SIGNER.sign(claims(nbf=int(time.time()) + 60)), "not valid yet"),
    "endless": (lambda: SIGNER.sign(claims(exp=None)), "claim"),
    "audience": (lambda: SIGNER.sign(claims(aud="https://other.example")), "another audience"),
    "no audience": (lambda: SIGNER.sign(claims(aud=None)), "claim"),
    "issuer": (lambda: SIGNER.sign(claims(iss="https://evil.example")), "is not trusted"),
    "issuer prefix": (lambda: SIGNER.sign(claims(iss=f"{ISSUER}.evil")), "is not trusted"),
    "team prefix": (lambda: CURVE.sign(claims(iss=f"{TEAMS}.evil/x")), "is not trusted"),
    "signature": (lambda: OTHER.sign(claims()), "signature is wrong"),
    "key": (lambda: SIGNER.sign(claims(), {"kid": "unknown"}), "not among those of its issuer"),
    "changed": (
        lambda: ".".join(
            (SIGNER.sign(claims()).rpartition(".")[0], SIGNER.sign(claims(exp=9)).split(".")[2])
        ),
        "signature is wrong",
    ),
    "none": (lambda: raw({"alg": "none"}, claims(), b""), "signed with 'none'"),
    "None": (lambda: raw({"alg": "None", "kid": "one"}, claims(), b"x"), "signed with 'None'"),
    "shared secret": (lambda: confused(claims()), "signed with 'HS256'"),
    "other algorithm": (
        lambda: SIGNER.sign(claims(iss=f"{TEAMS}/acme")),
        "signed with 'RS256'",
    ),
    "critical": (lambda: SIGNER.sign(claims(), {"crit": ["b64"]}), "critical extensions"),
    "garbage": (lambda: "eyJhbGciOiJSUzI1NiJ9.%%%.x", "cannot be read"),
    "no subject": (lambda: SIGNER.sign(claims(repository=None)), "is not let in"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_token_is_refused(gateway: Gateway, name: str) -> None:
    forge, words = FORGED[name]
    token = forge()
    told = ask(gateway, token)
    assert told.startswith("403 " if name == "no subject" else "401 invalid_token")
    assert words in told
    assert token not in told


def test_a_good_token_stands_for_a_key(gateway: Gateway) -> None:
    assert ask(gateway, SIGNER.sign(claims())) == "completed"
    assert ask(gateway, SIGNER.sign(claims(aud=["x", AUDIENCE]))) == "completed"
    assert ask(gateway, SIGNER.sign(claims(repository="evil/site"))).startswith("403")
    assert ask(gateway, SIGNER.sign(claims()), "gpt-5.1-codex").startswith("403 model_not_allowed")


def test_a_file_of_keys_serves_a_team(gateway: Gateway) -> None:
    token = CURVE.sign(claims(iss=f"{TEAMS}/acme", owner_id="acme"))
    client = gateway.client(token)
    made = client.responses.create(model="quire/mini", input="hi")
    assert client.responses.retrieve(made.id).id == made.id
    with pytest.raises(openai.NotFoundError):  # another project's state is not theirs
        gateway.client(SIGNER.sign(claims())).responses.retrieve(made.id)
    other = CURVE.sign(claims(iss=f"{TEAMS}/acme", owner_id="acme", sub="another job"))
    assert gateway.client(other).responses.retrieve(made.id).id == made.id


def test_limits_are_of_the_subject(gateway: Gateway) -> None:
    left: list[int] = []
    for job in ("one job", "another job"):
        token = SIGNER.sign(claims(sub=job, repository="acme/limits"))
        asking = gateway.client(token).responses.with_raw_response
        headers = asking.create(model="quire/mini", input="hi").headers
        assert headers["x-ratelimit-limit-requests"] == "60"
        left.append(int(headers["x-ratelimit-remaining-requests"]))
    assert left in ([59, 58], [59, 59])  # the bucket fills by one each second


def test_a_new_key_is_found_and_an_old_one_forgotten(gateway: Gateway, issuer: KeyServer) -> None:
    old = SIGNER.sign(claims(repository="acme/rotated"))
    assert ask(gateway, old) == "completed"
    fresh = Signer("two")
    issuer.keys = [fresh.public()]
    time.sleep(0.06)  # the pause after which keys may be read again
    try:
        assert ask(gateway, fresh.sign(claims())) == "completed"
        assert "not among those of its issuer" in ask(gateway, old)
        asked = issuer.asked
        for _ in range(5):
            assert ask(gateway, fresh.sign(claims())) == "completed"
        assert issuer.asked == asked
    finally:
        issuer.keys = [SIGNER.public()]


def test_an_issuer_that_is_away_is_no_fault_of_the_token(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        f'[gateway.issuers.github]\nissuer = "{ISSUER}"\naudience = ["{AUDIENCE}"]\n'
        f'jwks = "{tmp_path / "missing.json"}"\n'
    )
    with serving(tmp_path) as gateway:
        assert ask(gateway, SIGNER.sign(claims())).startswith("503 issuer_unavailable")


def test_a_server_that_trusts_nobody_says_so(tmp_path: Path) -> None:
    with serving(tmp_path) as gateway:
        assert "trusts no issuer" in ask(gateway, SIGNER.sign(claims()))
        header = {"ai-gateway-auth-method": "oidc"}
        with pytest.raises(openai.AuthenticationError, match="cannot be read"):
            gateway.client("not-a-token").models.list(extra_headers=header)
