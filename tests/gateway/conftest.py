"""A gateway on loopback: a real `quire serve` process, and the official client for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import msgspec
import openai
import pytest

SOURCES = Path(__file__).parents[2] / "src"


@dataclass
class Gateway:
    """A running server: where it listens, its key and its data folder."""

    home: Path
    address: str
    key: str
    process: subprocess.Popen[str]
    clients: list[openai.OpenAI] = field(default_factory=list)

    def client(self, key: str | None = None) -> openai.OpenAI:
        """Return the official client, which asks once and does not try again."""
        made = openai.OpenAI(
            base_url=self.address, api_key=key or self.key, max_retries=0, timeout=20
        )
        self.clients.append(made)
        return made

    def line(self) -> str:
        """Return the next line that the process prints."""
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def kill(self) -> None:
        """End the process as a crash would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ask the process to end, and return its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=15)


def run_quire(home: Path, *arguments: str) -> str:
    """Run a command of Quire with its data in `home`; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "quire", *arguments],
        env=_environment(home, {}), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


@contextmanager
def serving(
    home: Path,
    *arguments: str,
    key: str = "",
    environment: Mapping[str, str] | None = None,
    words: bool = False,
) -> Iterator[Gateway]:
    """Run `quire serve` on a free port; `key` is that of an earlier start.

    With `words` it prints what a person reads, and nothing of it is read here.
    """
    asked = arguments if words else ("--json", *arguments)
    process = subprocess.Popen(
        [sys.executable, "-m", "quire", "serve", "--port", "0", *asked],
        env=_environment(home, environment or {}), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    gateway = Gateway(home, "", key, process)
    try:
        if not words:
            said = msgspec.json.decode(gateway.line(), type=dict[str, str | None])
            gateway.address, gateway.key = said["address"] or "", said["key"] or key
        yield gateway
    finally:
        for client in gateway.clients:
            client.close()
        _ended(process)
        assert process.stdout is not None
        process.stdout.close()


class Start(Protocol):
    """Starts a gateway on the test's data folder."""

    def __call__(self, *arguments: str, key: str = "", upstream: str = "") -> Gateway:
        """Start it; `upstream` is the address of one."""
        ...


class Script(Protocol):
    """Starts an upstream that answers from a script."""

    def __call__(self, *answers: Mapping[str, object]) -> str:
        """Start it, and return its address; what it was asked is in the test's folder."""
        ...


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start gateways that share the test's data folder, and stop them after."""
    with ExitStack() as stack:

        def started(*arguments: str, key: str = "", upstream: str = "") -> Gateway:
            environment = {"OPENAI_BASE_URL": upstream} if upstream else {}
            home = tmp_path / "home"
            return stack.enter_context(serving(home, *arguments, key=key, environment=environment))

        yield started


@pytest.fixture
def script(tmp_path: Path) -> Iterator[Script]:
    """Start scripted upstreams on loopback, and stop them after."""
    with ExitStack() as stack:

        def scripted(*answers: Mapping[str, object]) -> str:
            path = tmp_path / f"script{len(list(tmp_path.glob('script*')))}.json"
            path.write_bytes(msgspec.json.encode({"answer": answers}))
            process = subprocess.Popen(
                [sys.executable, "-m", "quire.models.scripted_server", "--script", str(path),
                 "--log", str(tmp_path / "asked.jsonl")],
                env=_environment(tmp_path, {}), stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            stack.callback(_ended, process)
            assert process.stdout is not None
            stack.callback(process.stdout.close)
            return process.stdout.readline().strip()

        yield scripted


def asked(folder: Path) -> list[dict[str, object]]:
    """Return the bodies that a test's scripted upstreams were asked with."""
    lines = (folder / "asked.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(line, type=_Line).body for line in lines]


class _Line(msgspec.Struct):
    body: dict[str, object]


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """A gateway without an upstream, for all tests of a module."""
    with serving(tmp_path_factory.mktemp("home")) as running:
        yield running


def _ended(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _environment(home: Path, extra: Mapping[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(SOURCES), "QUIRE_HOME": str(home), **extra}
