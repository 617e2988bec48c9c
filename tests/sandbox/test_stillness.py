"""All processes below one are stopped at the same moment, whatever they do against it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quire.sandbox import processes
from quire.sandbox.stillness import Stillness

HEAD = """
import os, signal, subprocess, sys, threading, time
place = sys.argv[1]
def move():
    fd = os.open(f"{place}/{os.getpid()}", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    while True:
        os.write(fd, b"x")
        time.sleep(0)
"""
MOVERS = {
    "three processes": "os.fork(); os.fork()\nmove()",
    "threads": "for _ in range(3):\n    threading.Thread(target=move).start()",
    "a fork bomb that dies young": (
        "def breed():\n"
        "    while True:\n"
        "        pid = os.fork()\n"
        "        if pid == 0:\n"
        "            os.close(os.open(f'{place}/{os.getpid()}', os.O_CREAT | os.O_WRONLY))\n"
        "            os._exit(0)\n"
        "        os.waitpid(pid, 0)\n"
        "os.fork()\nbreed()"
    ),
    "starts programs": (
        "while True:\n    subprocess.run(['/bin/sh', '-c', f'echo >> {place}/$$'], close_fds=False)"
    ),
    "two that continue and stop each other": (
        "me = os.getpid()\n"
        "other = os.fork() or me\n"
        "if other != me and os.fork() == 0:\n"
        "    while True:\n"
        "        time.sleep(0.001)\n"
        "        os.kill(me, signal.SIGCONT)\n        os.kill(other, signal.SIGCONT)\n"
        "fd = os.open(f'{place}/{os.getpid()}', os.O_CREAT | os.O_WRONLY | os.O_APPEND)\n"
        "while True:\n"
        "    os.write(fd, b'x')\n"
        "    os.kill(other, signal.SIGCONT)\n"
        "    os.kill(os.getpid(), signal.SIGSTOP)\n"
    ),
}


@pytest.fixture(params=MOVERS)
def mover(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Start processes that leave a trace of every move, below one that only waits."""
    script = HEAD + MOVERS[str(request.param)]
    shell = f'{sys.executable} -I -S -c "$0" "$1" & wait'
    parent = subprocess.Popen(
        ["/bin/sh", "-c", shell, script, str(tmp_path)], start_new_session=True
    )
    try:
        while not list(tmp_path.iterdir()):
            time.sleep(0.005)
        yield tmp_path
    finally:
        below = Stillness(os.getpid())
        below.begin()
        processes.signal_all(processes.descendants(parent.pid), signal.SIGKILL)
        parent.kill()
        parent.wait()


def trace(place: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in place.iterdir()}


def test_nothing_moves_until_it_may(mover: Path) -> None:
    for _ in range(20):
        still = Stillness(os.getpid())
        assert still.begin()
        before = trace(mover)
        time.sleep(0.01)
        assert trace(mover) == before
        still.end()
        while trace(mover) == before:
            time.sleep(0.001)


def test_what_had_stopped_by_itself_stays_so(tmp_path: Path) -> None:
    child = subprocess.Popen(["/bin/sh", "-c", "kill -STOP $$; : > gone-on"], cwd=tmp_path)
    while processes.threads(child.pid)[0][1] != b"T":
        time.sleep(0.005)
    still = Stillness(os.getpid())
    assert still.begin()
    still.end()
    assert (still.stopped, processes.threads(child.pid)[0][1]) == (set(), b"T")
    child.kill()
    child.wait()
    assert list(tmp_path.iterdir()) == []


def test_without_patience_it_says_so() -> None:
    child = subprocess.Popen(["/bin/sleep", "60"])
    assert not Stillness(os.getpid()).begin(patience=0.0)
    child.kill()
    child.wait()
