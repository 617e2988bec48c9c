"""Stops all processes below one, and proves that none of them ran on meanwhile.

A signal to stop is not an end of all movement: a process may finish a system call first, and one
that is not stopped yet may continue another. So each is looked at twice. If between its two looks
no process has been switched to, then at the moment between the two rounds all of them stood
still; and what stands still continues nothing.
"""

from __future__ import annotations

import signal
import time

from quire.sandbox import processes, syscalls

PATIENCE = 5.0
"""Seconds after which a process that cannot be stopped is given up."""

_PAUSE = 0.0003
_STOPPED = b"TtZXx"
_FORKING = frozenset(
    number
    for name, number in syscalls.numbers(syscalls.machine()).items()
    if name in ("clone", "clone3", "vfork")
)
"""Calls in which a process waits for its stopped child, and can do nothing else first."""


class Stillness:
    """The processes below `root` that were stopped here, to be continued by `end`."""

    def __init__(self, root: int) -> None:
        self.root = root
        self.stopped: set[int] = set()

    def begin(self, patience: float = PATIENCE) -> bool:
        """Stop everything; return whether all stand still, False when patience ran out."""
        until = time.monotonic() + patience
        before = self._look()
        while time.monotonic() < until:
            now = self._look()
            if now is not None and now == before:
                return True
            before = now
            time.sleep(_PAUSE)
        return False

    def end(self) -> None:
        """Continue what `begin` has stopped; what had stopped by itself stays so."""
        processes.signal_all(self.stopped, signal.SIGCONT)
        self.stopped.clear()

    def _look(self) -> dict[int, tuple[bytes, ...]] | None:
        """Stop what moves; return how often each thread was switched to, None if one moves."""
        seen: dict[int, tuple[bytes, ...]] = {}
        moving = False
        for pid in processes.descendants(self.root):
            threads = processes.threads(pid)
            if all(_rests(pid, thread, state) for thread, state, _ in threads):
                seen[pid] = tuple(switches for _, _, switches in threads)
                continue
            moving = True
            self.stopped.add(pid)
            processes.signal_all((pid,), signal.SIGSTOP)
        return None if moving else seen


def _rests(pid: int, thread: int, state: bytes) -> bool:
    if state in _STOPPED:
        return True
    if state != b"D":
        return False
    words = processes.current_call(pid, thread).split()
    return bool(words) and words[0].isdigit() and int(words[0]) in _FORKING
