"""What a command costs behind each wall, against a plain spawn: `scripts/bench sandbox`.

Rounds are interleaved, so that a busy machine slows all columns alike; medians are compared. They
are made twice: with a pause before each start, as the commands of a model come, and back to back.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine
from pathlib import Path

from quire.errors import SandboxUnavailable
from quire.sandbox.policy import Policy
from quire.sandbox.runner import Command, Sandbox

TRUE = "/bin/true"
ALLOWED = {"bubblewrap": 10.0, "landlock": 5.0}
"""How many plain spawns a command may cost, with pauses."""

PAUSE = 0.02
"""Seconds between two starts: far less than a model takes to answer."""


def plain() -> float:
    """Return the seconds of one plain spawn."""
    started = time.perf_counter()
    subprocess.run([TRUE], stdin=subprocess.DEVNULL, capture_output=True, check=True, env={})
    return time.perf_counter() - started


async def walled(sandbox: Sandbox) -> float:
    """Return the seconds of one command behind the walls."""
    started = time.perf_counter()
    outcome = await sandbox.run(Command((TRUE,)))
    assert outcome.exit_code == 0, outcome
    return time.perf_counter() - started


async def measure(rounds: int, pause: float) -> dict[str, list[float]]:
    """Return the seconds of every round by column."""
    columns: dict[str, list[float]] = {"plain": []}
    with tempfile.TemporaryDirectory() as directory:
        boxes: list[Sandbox] = []
        for tier in ALLOWED:
            try:
                boxes.append(await Sandbox.open(Policy(Path(directory)), only=tier))
            except SandboxUnavailable as error:
                print(f"{tier}: {error.message}")
        for _ in range(rounds):
            await asyncio.sleep(pause)
            columns["plain"].append(plain())
            for box in boxes:
                await asyncio.sleep(pause)
                columns.setdefault(box.tier, []).append(await walled(box))
        for box in boxes:
            await box.close()
    return columns


def main() -> int:
    """Print medians and ratios; return 1 when a tier costs more than it may."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    dear = shown(f"a pause of {PAUSE * 1000:.0f} ms", measure(rounds, PAUSE))
    shown("back to back", measure(rounds, 0.0))
    return 1 if dear else 0


def shown(title: str, measuring: Coroutine[None, None, dict[str, list[float]]]) -> bool:
    """Print one table; return whether a tier costs more than it may."""
    columns = asyncio.run(measuring)
    base = statistics.median(columns["plain"])
    print(f"{title}:")
    dear = False
    for name, seconds in columns.items():
        median = statistics.median(seconds)
        limit = ALLOWED.get(name)
        dear = dear or (limit is not None and median / base > limit)
        allowed = f"  (allowed {limit:.0f})" if limit else ""
        print(f"  {name:12} {median * 1000:7.2f} ms  {median / base:5.1f} x plain{allowed}")
    return dear


if __name__ == "__main__":
    raise SystemExit(main())
