"""What a command costs behind each wall, against a plain spawn: `scripts/bench sandbox`.

Rounds are interleaved, so that a busy machine slows all columns alike; medians are compared.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from quire.errors import SandboxUnavailable
from quire.sandbox.policy import Policy
from quire.sandbox.runner import Command, Sandbox

TRUE = "/bin/true"
ROOT = os.getuid() == 0
ALLOWED = {"bubblewrap": 12.0 if ROOT else 10.0, "landlock": 5.0}
"""How many plain spawns a command may cost; root's secrets below /etc need a mount each."""


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


async def measure(rounds: int) -> dict[str, list[float]]:
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
            columns["plain"].append(plain())
            for box in boxes:
                columns.setdefault(box.tier, []).append(await walled(box))
        for box in boxes:
            await box.close()
    return columns


def main() -> int:
    """Print medians and ratios; return 1 when a tier costs more than it may."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    columns = asyncio.run(measure(rounds))
    base = statistics.median(columns["plain"])
    dear = False
    for name, seconds in columns.items():
        median = statistics.median(seconds)
        ratio = median / base
        limit = ALLOWED.get(name)
        dear = dear or (limit is not None and ratio > limit)
        allowed = f"  (allowed {limit:.0f})" if limit else ""
        print(f"{name:12} {median * 1000:7.2f} ms  {ratio:5.1f} x plain{allowed}")
    return 1 if dear else 0


if __name__ == "__main__":
    raise SystemExit(main())
