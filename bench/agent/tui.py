"""When the terminal UI can be typed into, and when its first picture is there.

    python bench/agent/tui.py [--rounds 7]

Each round starts `quire tui` in a pseudo terminal of 80 by 24 and reads until the prompt is on the
screen (the first picture) and until the line below it says that all is loaded (ready). The floor
is an interpreter that imports the library of the UI (textual) and prints a word.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from pathlib import Path

from processes import cpu_of, family

ROOT = Path(__file__).resolve().parents[2]
PROMPT, READY = b"hat is to be done", b"ready"
FLOOR = "import textual.app, textual.widgets; print('ready')"
_LONGEST = 30.0


def watched(argv: Sequence[str], home: str, words: Sequence[bytes]) -> tuple[list[float], float]:
    """Return the seconds until each of `words` was printed, in their order, and the CPU seconds."""
    began = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        _become(argv, home)
    try:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        times, seen = [], b""
        for word in words:
            while word not in seen:
                if not select.select([terminal], [], [], _LONGEST)[0]:
                    raise RuntimeError(f"{word!r} never came")
                seen += os.read(terminal, 1 << 16)
            times.append(time.perf_counter() - began)
            seen = seen.partition(word)[2]
        cpu = sum(map(cpu_of, family(pid)))
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)
    return times, cpu


def _become(argv: Sequence[str], home: str) -> None:
    path = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "PYTHONPATH": f"{ROOT}/src"}
    os.chdir(home)
    os.execve(argv[0], list(argv), {**path, "HOME": home, "LANG": "C.UTF-8"})


def main() -> None:
    """Measure and print medians; what lies in parentheses is the ratio to the floor."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    rows: list[tuple[float, ...]] = []
    with tempfile.TemporaryDirectory(dir="/var/tmp", ignore_cleanup_errors=True) as home:
        for _ in range(rounds):
            (floor,), _ = watched([sys.executable, "-c", FLOOR], home, [READY])
            told = [sys.executable, "-m", "quire", "tui"]
            (picture, ready), cpu = watched(told, home, [PROMPT, READY])
            rows.append((floor, picture, ready, cpu))
    floor, picture, ready, cpu = (statistics.median(column) for column in zip(*rows, strict=True))
    print(f"floor          {floor * 1e3:6.0f} ms")
    print(f"first picture  {picture * 1e3:6.0f} ms ({picture / floor:.1f})")
    print(f"ready          {ready * 1e3:6.0f} ms ({ready / floor:.1f}), {cpu * 1e3:.0f} ms of CPU")


if __name__ == "__main__":
    main()
