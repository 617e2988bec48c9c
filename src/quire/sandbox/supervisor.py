"""The warm supervisor: a small process that starts every command and outlives none of them.

Runs as `python -I -S -c ...` with the standard library only. It keeps a
spare keeper standing by, which takes the next order from the socket that is the argument. When
Quire ends in any way, also by kill -9, the socket closes and the pidfd fires: every keeper
kills its tree.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
import time
from typing import NoReturn

from quire.sandbox import keeper, kernel, orders, processes

_PATIENCE = 5.0
"""Seconds that keepers get to end their trees after Quire has gone."""


def main() -> NoReturn:
    """Serve orders until Quire ends."""
    control = socket.socket(fileno=int(sys.argv[1]))
    control.set_inheritable(False)
    quire = _watched_parent(int(sys.argv[2]))
    kernel.control(kernel.PR_SET_CHILD_SUBREAPER, 1)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    walls = _prepare(control)
    gc.disable()
    gc.freeze()
    control.send(b"ready")
    try:
        _serve(control, quire, walls)
    finally:
        control.close()
        _leave()
    os._exit(0)


def _watched_parent(parent: int) -> int | None:
    """Return a pidfd of Quire, None where the kernel or a container forbids it."""
    try:
        descriptor = os.pidfd_open(parent)
    except OSError:
        return None
    if os.getppid() != parent:
        os._exit(0)
    return descriptor


def _prepare(control: socket.socket) -> keeper.Walls:
    count = processes.tasks_of(os.getuid())
    message, received = orders.received(control, 1)
    if not message:
        os._exit(0)
    setup = orders.decode_setup(orders.read(received[0]))
    os.close(received[0])
    if setup.tier != "landlock":
        return keeper.Walls(setup, None, (), count)
    return keeper.Walls(setup, keeper.ruleset(setup), keeper.identities(setup), count)


def _serve(control: socket.socket, quire: int | None, walls: keeper.Walls) -> None:
    """Keep one spare keeper standing by until Quire ends."""
    wake, wake_end = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(wake_end)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    taken, taken_end = os.pipe2(os.O_CLOEXEC)
    poller = select.poll()
    for descriptor in (wake, taken, quire):
        if descriptor is not None:
            poller.register(descriptor, select.POLLIN)
    poller.register(control, select.POLLHUP | select.POLLRDHUP)
    keepers: set[int] = set()
    spare = 0
    while True:
        if not spare:
            spare = _fork_keeper(control, walls, quire, taken_end)
            keepers.add(spare)
        ready = {fd for fd, _ in poller.poll()}
        if taken in ready:
            os.read(taken, 1)
            spare = 0
        if wake in ready:
            os.read(wake, 4096)
            _reap(keepers)
        if quire in ready or control.fileno() in ready or (spare and spare not in keepers):
            return


def _fork_keeper(control: socket.socket, walls: keeper.Walls, quire: int | None, taken: int) -> int:
    pid = os.fork()
    if pid == 0:
        keeper.keep(control, walls, quire, taken)
    return pid


def _reap(keepers: set[int]) -> None:
    """Reap keepers, and kill what a keeper that was killed itself has left behind."""
    orphaned = False
    try:
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            orphaned = orphaned or ended[1] != 0 or ended[0] not in keepers
            keepers.discard(ended[0])
    except ChildProcessError:
        return
    if not orphaned:
        return
    table = processes.parents()
    for pid, parent in table.items():
        if parent == os.getpid() and pid not in keepers:
            processes.signal_all((pid, *processes.descendants(pid)), signal.SIGKILL)


def _leave() -> None:
    """Wait for the keepers to end their trees, then end whatever is left."""
    until = time.monotonic() + _PATIENCE
    while processes.reap() and time.monotonic() < until:
        time.sleep(0.005)
    processes.end_children()


if __name__ == "__main__":
    main()
