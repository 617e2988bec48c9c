"""What it costs to reach the first command offline: the engine, from the shell to its search.

    python bench/agent/offline.py [--rounds 7]

CPU of all processes, in seconds, when the engine's first command appears among them, beside that
of an interpreter that only loads what every asynchronous program with JSON needs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from processes import cpu_of, family

ROOT = Path(__file__).resolve().parents[2]
FLOOR = "import asyncio, json; asyncio.run(asyncio.sleep(0))"
ORDER = "make the tests pass"
_MARK = b"quire-workbench"
_PATIENCE = 60.0


def floor() -> float:
    """Return the CPU seconds of a bare interpreter."""
    before = os.times()
    subprocess.run([sys.executable, "-c", FLOOR], check=True)
    after = os.times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )


def offline(home: Path) -> float:
    """Return the CPU seconds of Quire and all it has started when its first command is there.

    Raises RuntimeError where no command came.
    """
    work = home / "work"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(ROOT / "examples/parcels", work)
    environment = {**os.environ, "QUIRE_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    process = subprocess.Popen(
        [sys.executable, "-m", "quire", "exec", "--no-verify", ORDER], cwd=work,
        env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end and process.poll() is None:
            members = family(process.pid)
            if any(_is_command(pid) for pid in members):
                return sum(map(cpu_of, members))
            time.sleep(0.001)
    finally:
        os.killpg(process.pid, 15)
        process.wait()
    raise RuntimeError("Quire ended without a command")


def _is_command(pid: int) -> bool:
    try:
        return _MARK in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(dir="/var/tmp", ignore_cleanup_errors=True) as home:
        offline(Path(home))  # the first run packs the workbench, and compiles what is new
        pairs = [(floor(), offline(Path(home))) for _ in range(rounds)]
    bare, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"bare interpreter {bare * 1e3:.0f} ms, Quire {ours * 1e3:.0f} ms ({ours / bare:.1f})")


if __name__ == "__main__":
    main()
