"""What the processes of an agent have cost so far, read from /proc."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def family(root: int) -> list[int]:
    """Return a process and all its descendants that are there."""
    found = [root]
    for pid in found:
        try:
            tasks = [*Path(f"/proc/{pid}/task").glob("*/children")]
            found += [int(child) for task in tasks for child in task.read_text().split()]
        except OSError:
            continue
    return found


def cpu_of(pid: int) -> float:
    """Return the CPU seconds of a process and of its children that ended; 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / _TICKS
