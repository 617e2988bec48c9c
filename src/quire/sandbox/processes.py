"""The process table as /proc shows it: who descends from whom, and how much they use."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Iterable, Iterator

_PAGE = resource.getpagesize()


def parents() -> dict[int, int]:
    """Return the parent of every process in view."""
    table: dict[int, int] = {}
    for pid in _all():
        stat = _read(pid, "stat")
        if stat:
            table[pid] = int(stat[stat.rindex(b")") + 2 :].split(None, 2)[1])
    return table


def descendants(root: int) -> list[int]:
    """Return every process below `root`, parents first."""
    children: dict[int, list[int]] = {}
    for pid, parent in parents().items():
        children.setdefault(parent, []).append(pid)
    found: list[int] = []
    pending = [root]
    while pending:
        below = children.get(pending.pop(), [])
        found += below
        pending += below
    return found


def resident_bytes(pids: Iterable[int]) -> int:
    """Return the private and anonymous shared memory in use by `pids`, roughly.

    Pages of mapped files are left out (statm: resident minus shared); shared anonymous
    memory is counted by the caller's temporary file systems.
    """
    total = 0
    for pid in pids:
        fields = _read(pid, "statm").split()
        if len(fields) > 2:
            total += (int(fields[1]) - int(fields[2])) * _PAGE
    return total


def tasks_of(user: int) -> int:
    """Return how many threads `user` runs now, as the kernel counts them for RLIMIT_NPROC."""
    count = 0
    for pid in _all():
        try:
            if os.stat(f"/proc/{pid}").st_uid == user:  # noqa: PTH116 - a hot loop over /proc
                count += len(os.listdir(f"/proc/{pid}/task"))  # noqa: PTH208 - the same
        except OSError:
            continue  # the process ended while we looked
    return count


def end_children() -> None:
    """Kill every descendant of this process and reap until none is left.

    The caller must be a subreaper, so that orphans come to it. Everything is stopped first:
    a stopped process cannot fork while its siblings are killed.
    """
    while reap():
        known: set[int] = set()
        while fresh := set(descendants(os.getpid())) - known:
            _signal(fresh, signal.SIGSTOP)
            known |= fresh
        _signal(known, signal.SIGKILL)
        time.sleep(0.001)


def reap() -> bool:
    """Reap every child that has ended; return whether any is left."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _signal(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue  # it ended by itself


def _all() -> Iterator[int]:
    return (int(name) for name in os.listdir("/proc") if name.isdigit())  # noqa: PTH208 - hot loop


def _read(pid: int, name: str) -> bytes:
    try:
        with open(f"/proc/{pid}/{name}", "rb", 0) as file:  # noqa: PTH123 - a hot loop over /proc
            return file.read()
    except OSError:
        return b""  # the process ended while we looked
