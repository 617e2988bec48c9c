"""Quire is killed with kill -9 at random moments: nothing that it started is left."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("victim_of_kill.py")
SOURCE = str(Path(__file__).parents[2] / "src")
PATIENCE = 1.0


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
        ours = mark.encode() in line or str(workspace).encode() in line
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


def kill_once(tier: str, workspace: Path, after: float) -> tuple[list[str], list[int]]:
    """Start Quire, kill it after some seconds, and return what is left a second later."""
    mark = f"{random.randrange(10**6, 10**7)}.{random.randrange(10**6, 10**7)}"
    quire = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(workspace), tier, mark],
        env={"PYTHONPATH": SOURCE + ":" + ":".join(sys.path), "PATH": "/usr/bin:/bin"},
    )
    time.sleep(after)
    children = supervisors(quire.pid)
    quire.send_signal(signal.SIGKILL)
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
    failures = []
    for _ in range(count):
        after = random.uniform(0.05, 1.0)
        remaining, alive = kill_once(tier, workspace, after)
        if remaining or alive:
            failures.append((after, remaining, alive))
    return failures


def test_nothing_is_left(tier: str, workspace: Path) -> None:
    assert rounds(tier, workspace, 10) == []


@pytest.mark.skipif("QUIRE_SLOW_TESTS" not in os.environ, reason="slow: set QUIRE_SLOW_TESTS")
@pytest.mark.timeout(600)
def test_nothing_is_left_of_a_hundred(tier: str, workspace: Path) -> None:
    assert rounds(tier, workspace, 100) == []
