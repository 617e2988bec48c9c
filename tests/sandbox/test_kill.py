"""Quire is killed with kill -9 at random moments: nothing that it started is left."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("victim_of_kill.py")
SOURCE = str(Path(__file__).parents[2] / "src")
PATIENCE = 1.0
AT_A_TIME = 4
ROUNDS = 100 if "QUIRE_SLOW_TESTS" in os.environ else 16


def left(mark: str, workspace: Path) -> list[str]:
    """Return the command lines of all processes that belong to one run."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            line = (entry / "cmdline").read_bytes()
            session = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ours = mark.encode() in line or str(workspace).encode() + b"\0" in line
        if ours and session[0] != "Z":
            found.append(line.replace(b"\0", b" ").decode())
    return found


def runs(pid: int) -> bool:
    """Return whether a process is there and more than an entry that nobody has reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def supervisors(parent: int) -> list[int]:
    """Return the children of a process."""
    children = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == parent:
                children.append(int(entry.name))
    return children


def kill_once(
    tier: str, workspace: Path, after: float, *, opened: bool
) -> tuple[list[str], list[int]]:
    """Start Quire, kill it after some seconds, and return what is left a second later.

    With `opened` the seconds count from the moment when its walls stand.
    """
    mark = f"{random.randrange(10**6, 10**7)}.{random.randrange(10**6, 10**7)}"
    quire = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(workspace), tier, mark],
        env={"PYTHONPATH": SOURCE + ":" + ":".join(sys.path), "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
    )
    assert quire.stdout is not None
    if opened:
        quire.stdout.readline()
    time.sleep(after)
    children = supervisors(quire.pid)
    quire.send_signal(signal.SIGKILL)
    quire.stdout.close()
    quire.wait()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        remaining = left(mark, workspace)
        alive = [pid for pid in children if runs(pid)]
        if not remaining and not alive:
            break
        time.sleep(0.02)
    return remaining, alive


def rounds(tier: str, workspace: Path, count: int) -> list[tuple[float, list[str], list[int]]]:
    """Kill so many Quires at random moments, a few at a time: most of it is waiting."""

    def once(number: int) -> tuple[float, list[str], list[int]]:
        own = workspace / str(number)
        own.mkdir()
        opened = number % 4 > 0  # a quarter dies while it starts
        after = random.uniform(0.0, 0.5)
        return (after, *kill_once(tier, own, after, opened=opened))

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        return [done for done in pool.map(once, range(count)) if done[1] or done[2]]


@pytest.mark.timeout(600)
def test_nothing_is_left(tier: str, workspace: Path) -> None:
    assert rounds(tier, workspace, ROUNDS) == []
