"""Setting a project up inside the walls: what it needs comes from an index, through the proxy."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.line import Line, events

# Commands ask 127.0.0.1 without the proxy.
HOST = "127.0.0.80"
TEST = """\
import unittest

import shelf


class Shelf(unittest.TestCase):
    def test_its_size(self):
        self.assertEqual(shelf.SIZE, 3)
"""


class Files(SimpleHTTPRequestHandler):
    """Serves the files of a package index."""

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


def wheel(folder: Path) -> None:
    """Put a distribution of one module into an index."""
    folder.mkdir(parents=True)
    name = "quire_test_shelf-1.0"
    facts = "Metadata-Version: 2.1\nName: quire-test-shelf\nVersion: 1.0\n"
    kind = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    held = {"shelf.py": "SIZE = 3\n", f"{name}.dist-info/METADATA": facts,
            f"{name}.dist-info/WHEEL": kind}  # fmt: skip
    record = "".join(f"{path},,\n" for path in (*held, f"{name}.dist-info/RECORD"))
    with zipfile.ZipFile(folder / f"{name}-py3-none-any.whl", "w") as archive:
        for path, text in {**held, f"{name}.dist-info/RECORD": record}.items():
            archive.writestr(path, text)


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Give the port of a package index on loopback."""
    wheel(tmp_path / "index" / "simple" / "quire-test-shelf")
    handler = partial(Files, directory=str(tmp_path / "index"))
    server = ThreadingHTTPServer((HOST, 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def test_what_is_missing_comes_through_the_proxy(line: Line, port: int) -> None:
    index = f"http://{HOST}:{port}/simple"
    (line.folder / "requirements.txt").write_text(f"--index-url {index}\nquire-test-shelf\n")
    (line.folder / "test_shelf.py").write_text(TEST)
    places = (f'sandbox.hosts=["{HOST}"]', 'sandbox.networks=["127.0.0.0/8"]')
    allowed = [word for place in (*places, f"sandbox.ports=[{port}]") for word in ("-c", place)]

    off = line.run("exec", "set up this project")

    assert off.returncode == 1
    assert "quire-test-shelf is not installed, and the network is off" in off.stdout
    assert not (line.folder / ".venv").exists()

    done = line.run(
        "exec", "--json", "-c", "sandbox.network=proxy", *allowed, "set up this project"
    )

    assert done.returncode == 0, done.stdout + done.stderr
    told = [event for event in events(done.stdout) if event["type"] == "item.completed"]
    words = told[-1]["item"]["text"]
    assert words.startswith("Set up: every command ran to its end."), words
    assert "The tests pass: 1 tests run, all passed" in words
    assert list((line.folder / ".venv").glob("lib/python3*/site-packages/shelf.py"))
