"""A command line to test: real processes, a scripted upstream on loopback, a small project."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SOURCES = str(Path(__file__).parents[2] / "src")


class Line:
    """Runs `quire` as a person would, with a home of its own."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.home = home
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "QUIRE_HOME": str(home / "quire"),
            "PYTHONPATH": SOURCES,
        }

    def argv(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "quire", *arguments]

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.argv(*arguments),
            cwd=self.folder,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
        )

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.argv(*arguments),
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


Serve = Callable[..., Path]


@contextmanager
def serving(folder: Path, line: Line) -> Iterator[Serve]:
    """Give a function that serves answers to `line` and returns the log of its requests."""
    running: list[subprocess.Popen[str]] = []

    def serve(*answers: dict[str, Any]) -> Path:
        script, log = folder / "script.json", folder / "requests.jsonl"
        script.write_text(json.dumps({"answer": answers}))
        server = subprocess.Popen(
            [sys.executable, "-m", "quire.models.scripted_server", "--script", str(script),
             "--log", str(log)],
            env=line.environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        running.append(server)
        assert server.stdout is not None
        line.environment["OPENAI_BASE_URL"] = server.stdout.readline().strip()
        line.environment["OPENAI_API_KEY"] = "sk-test-canary-0123456789"
        line.environment["QUIRE_MODELS__RETRY__FIRST_WAIT"] = "0.01"
        return log

    yield serve
    for server in running:
        server.send_signal(signal.SIGTERM)
        server.wait()
        if server.stdout is not None:
            server.stdout.close()


def events(output: str) -> list[dict[str, Any]]:
    """Return the JSON lines of an output."""
    return [json.loads(text) for text in output.splitlines()]


def words_of(item: dict[str, Any]) -> str:
    """Return the text of a message as it was sent: plain, or the first of its parts."""
    content = item["content"]
    return str(content if isinstance(content, str) else content[0]["text"])
