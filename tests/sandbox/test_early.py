"""A supervisor that is begun before its walls: they take it, or it goes with the process."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path

from quire.sandbox.policy import Policy
from quire.sandbox.runner import Command, Sandbox

BEGINS = """
import os
from quire.sandbox import early
from quire.sandbox.processes import descendants
early.begin()
early.begin()
print(*descendants(os.getpid()))
"""
TAKES = """
import asyncio, os, sys
from pathlib import Path
from quire.sandbox import early
from quire.sandbox.policy import Policy
from quire.sandbox.processes import parents
from quire.sandbox.runner import Sandbox

async def children():
    early.begin()
    async with await Sandbox.open(Policy(Path(sys.argv[1]))) as sandbox:
        return [pid for pid, parent in parents().items() if parent == os.getpid()]

print(*asyncio.run(children()))
"""


def said(program: str, *words: str) -> list[bytes]:
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, check=True)
    return done.stdout.split()


def test_one_that_nobody_took_ends_with_its_process() -> None:
    begun = [int(word) for word in said(BEGINS)]
    assert len(begun) == 1
    while Path(f"/proc/{begun[0]}").exists() and b"Z" not in state(begun[0]):
        time.sleep(0.01)


def state(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0]
    except OSError:
        return b"Z"


def test_the_walls_take_the_one_that_was_begun(workspace: Path) -> None:
    assert len(said(TAKES, str(workspace))) == 1


def test_walls_need_none_that_was_begun(workspace: Path) -> None:
    async def several() -> list[bytes]:
        outputs = []
        for _ in range(2):
            async with await Sandbox.open(Policy(workspace)) as sandbox:
                outputs.append((await sandbox.run(Command(("echo", "there")))).stdout)
        return outputs

    assert asyncio.run(several()) == [b"there\n"] * 2
