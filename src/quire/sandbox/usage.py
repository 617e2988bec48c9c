"""What the commands below this process use of what they may, beyond what the kernel limits."""

from __future__ import annotations

import os
import sys

from quire.sandbox import processes
from quire.sandbox.orders import Ceilings


def excess(ceilings: Ceilings, baseline: dict[str, int], roots: tuple[str, ...]) -> str:
    """Return which limit the commands below this process break now, "" for none."""
    tree = processes.descendants(os.getpid())
    if len(tree) > ceilings.processes + 3:  # the wall's own: bubblewrap twice, its init
        return "processes"
    if processes.memory_bytes(tree, ceilings.memory_bytes) > ceilings.memory_bytes:
        return "memory"
    free = free_bytes(roots)
    if any(baseline[root] - free.get(root, 0) > ceilings.disk_bytes for root in baseline):
        return "disk"
    return ""


def free_bytes(roots: tuple[str, ...]) -> dict[str, int]:
    """Return how many bytes are free on the file system of each root that is there."""
    free: dict[str, int] = {}
    for root in roots:
        try:
            state = os.statvfs(root)
        except OSError as error:
            sys.stderr.write(f"quire: {root}: {error.strerror}\n")
            continue
        free[root] = state.f_bfree * state.f_frsize
    return free
