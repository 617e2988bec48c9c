"""Time and memory limits inside one process, and the one place where anything is caught."""

from __future__ import annotations

import os
import resource
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

_FIRES_BEFORE_EXIT = 4
_AGAIN = 0.3  # seconds until TimeUp is raised again in code that swallowed it
_fires = 0
_armed = False


@dataclass
class Limits:
    """Shares of one test run: turns of loops and calls, seconds of work."""

    fuel: int
    cpu: float
    patience: float = 3.0  # times the seconds that the test took before


class TimeUp(BaseException):
    """Raised inside code that used more than its share of time."""


def attempt(action: Callable[[], object]) -> BaseException | None:
    """Run code of the project and give back whatever it raised."""
    try:
        action()
    except BaseException as error:  # noqa: BLE001 - a test may raise anything
        return error
    return None


def _on_signal(signum: int, frame: object) -> None:
    global _fires
    if not _armed:  # it was under way when the clock was stopped
        return
    _fires += 1
    if _fires > _FIRES_BEFORE_EXIT:
        os._exit(97)
    raise TimeUp(f"signal {signum}")


def arm(cpu: float, wall: float, last: float = 0.0) -> None:
    """Start the clock: `cpu` seconds of work or `wall` seconds in all, then TimeUp is raised.

    After `last` seconds of work the kernel ends the process: while a call of the interpreter's own
    code lasts, such as `sum(range(10**12))`, nothing can be raised.
    """
    global _fires, _armed
    _fires = 0
    _armed = True
    signal.setitimer(signal.ITIMER_VIRTUAL, last)
    signal.setitimer(signal.ITIMER_PROF, cpu, _AGAIN)
    signal.setitimer(signal.ITIMER_REAL, wall, _AGAIN)


def disarm() -> None:
    """Stop the clock."""
    global _armed
    _armed = False
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)


def catch_alarms() -> None:
    """Make both clocks raise TimeUp in this process."""
    signal.signal(signal.SIGPROF, _on_signal)
    signal.signal(signal.SIGALRM, _on_signal)


def limited(
    action: Callable[[], object], cpu: float, wall: float, last: float = 0.0
) -> BaseException | None:
    """Run code of the project within limits and give back what it raised, or None."""

    def guarded() -> None:
        global _armed
        try:
            arm(cpu, wall, last)
            action()
        finally:
            _armed = False  # before any call: a signal that waits is raised on entering one
            disarm()

    error = attempt(guarded)
    disarm()
    return error


def limit_memory(extra: int) -> None:
    """Let this process take `extra` bytes more than it has now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    size = pages * resource.getpagesize() + extra
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        size = min(size, hard)
    resource.setrlimit(resource.RLIMIT_AS, (size, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def silence() -> None:
    """Send what the project prints to nowhere, and give it nothing to read."""
    sys.stdout.flush()
    sys.stderr.flush()
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.close(null)
