"""The process table as /proc shows it: who descends from whom, and how much they use."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable

_LARGEST = 1 << 14
_RESIDENT = (b"RssAnon:", b"RssShmem:")
_PROPORTIONAL = (b"Pss_Anon:", b"Pss_Shmem:")


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


def threads(pid: int) -> tuple[tuple[int, bytes, bytes], ...]:
    """Return number, state (a letter) and count of context switches of each thread."""
    try:
        with os.scandir(f"/proc/{pid}/task") as entries:
            numbers = sorted(int(entry.name) for entry in entries)
    except OSError:
        return ()  # it ended while we looked
    found = []
    for number in numbers:
        lines = _read(pid, f"task/{number}/status").splitlines()
        state = b"".join(line.split()[1] for line in lines if line.startswith(b"State:"))
        switches = b" ".join(line.split()[1] for line in lines if b"ctxt_switches:" in line)
        found.append((number, state, switches))
    return tuple(found)


def current_call(pid: int, thread: int) -> bytes:
    """Return what /proc tells of the system call that a thread is in (proc_pid_syscall(5))."""
    return _read(pid, f"task/{thread}/syscall")


def memory_bytes(pids: Iterable[int], limit: int) -> int:
    """Return how much memory `pids` hold: anonymous, shared and in nameless files.

    Pages that several processes share count for each at first; only when that exceeds `limit`
    are they counted in proportion, which costs the kernel more.
    """
    everyone = list(pids)
    nameless = sum(_nameless_files(everyone).values())
    quick = sum(_sum_of(pid, "status", _RESIDENT) for pid in everyone)
    if quick + nameless <= limit:
        return quick + nameless
    return sum(_sum_of(pid, "smaps_rollup", _PROPORTIONAL) for pid in everyone) + nameless


def _sum_of(pid: int, file: str, names: tuple[bytes, ...]) -> int:
    lines = _read(pid, file).splitlines()
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith(names))


def _nameless_files(pids: Iterable[int]) -> dict[int, int]:
    """Return the size of each memory file (memfd) that is open but perhaps not mapped."""
    sizes: dict[int, int] = {}
    for pid in pids:
        try:
            with os.scandir(f"/proc/{pid}/fd") as entries:
                for entry in entries:
                    state = entry.stat()
                    if state.st_dev == _MEMORY_DEVICE:
                        sizes[state.st_ino] = state.st_blocks * 512
        except OSError:
            continue  # the process or the descriptor went away while we looked
    return sizes


def _memory_device() -> int:
    descriptor = os.memfd_create("quire")
    device = os.fstat(descriptor).st_dev
    os.close(descriptor)
    return device


def tasks_of(user: int) -> int:
    """Return how many threads `user` runs now, as the kernel counts them for RLIMIT_NPROC."""
    count = 0
    with os.scandir("/proc") as entries:
        for entry in entries:
            try:
                if entry.name.isdigit() and entry.stat().st_uid == user:
                    count += sum(1 for _ in os.scandir(f"{entry.path}/task"))
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
            signal_all(fresh, signal.SIGSTOP)
            known |= fresh
        signal_all(known, signal.SIGKILL)
        time.sleep(0.001)


def reap() -> bool:
    """Reap every child that has ended; return whether any is left."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def signal_all(pids: Iterable[int], number: signal.Signals) -> None:
    """Signal every process of `pids` that is still there."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue  # it ended by itself


def _all() -> list[int]:
    with os.scandir("/proc") as entries:
        return [int(entry.name) for entry in entries if entry.name.isdigit()]


def _read(pid: int, name: str) -> bytes:
    """Return a small file of a process, empty when the process has ended meanwhile."""
    try:
        descriptor = os.open(f"/proc/{pid}/{name}", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        return os.read(descriptor, _LARGEST)
    except OSError:
        return b""
    finally:
        os.close(descriptor)


_MEMORY_DEVICE = _memory_device()
