"""Walls for tests: each tier that this machine allows."""

from __future__ import annotations

import ssl
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from quire.sandbox.policy import Policy, toolchain_roots

TIERS = ("bubblewrap", "landlock")
PYTHON = sys.executable


@pytest.fixture(params=TIERS)
def tier(request: pytest.FixtureRequest) -> str:
    """Return the name of each tier in turn."""
    return str(request.param)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return an empty workspace."""
    path = tmp_path / "workspace"
    path.mkdir()
    return path


@pytest.fixture
def policy(workspace: Path) -> Policy:
    """Return the plain policy of the workspace, with this interpreter in reach."""
    return Policy(workspace, readable=toolchain_roots(Path(PYTHON)))


@pytest.fixture
def client_hello() -> Callable[[str | None], bytes]:
    """Return what makes the first message of a real TLS client that asks for a name."""
    return _client_hello


def _client_hello(name: str | None) -> bytes:
    context = ssl.create_default_context()
    context.check_hostname = name is not None
    context.verify_mode = ssl.CERT_NONE if name is None else ssl.CERT_REQUIRED
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    connection = context.wrap_bio(incoming, outgoing, server_hostname=name)
    with pytest.raises(ssl.SSLWantReadError):
        connection.do_handshake()
    return outgoing.read()
