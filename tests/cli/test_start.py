"""The first moments of the program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

INTERRUPTING = """
import os, signal, sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "click":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder())
"""


def test_an_interrupt_while_it_is_loaded_ends_it_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(INTERRUPTING, encoding="utf-8")
    paths = [str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]
    done = subprocess.run(
        [sys.executable, "-m", "quire", "--help"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


@pytest.mark.parametrize(("wish", "coloured"), [("", True), ("1", False), ("please", False)])
def test_no_color_is_honoured_on_a_terminal(tmp_path: Path, wish: str, coloured: bool) -> None:
    environment = {**os.environ, "NO_COLOR": wish, "HOME": str(tmp_path), "XDG_DATA_HOME": ""}
    master, slave = os.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "quire", "resume", "nowhere"],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    written = os.read(master, 10_000)
    os.close(master)
    assert done.returncode == 2
    assert (b"\x1b[" in written) is coloured
