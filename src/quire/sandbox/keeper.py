"""The keeper of one command: starts it behind the walls, watches it, leaves nothing alive."""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from quire.sandbox import kernel, landlock, processes, syscalls
from quire.sandbox.orders import Ceilings, Order, Report, Setup

FIRST_LOOK = 0.02
SLOWEST_LOOK = 0.25
"""Seconds between two looks at what a command uses: quick at first, then slower."""

_RESTORED = (signal.SIGCHLD, signal.SIGINT, signal.SIGPIPE, signal.SIGTERM, signal.SIGXFSZ)


@dataclass(frozen=True)
class Walls:
    """What the supervisor holds ready for every command."""

    setup: Setup
    ruleset: int | None
    places: tuple[tuple[int, int], ...]
    other_tasks: int


@dataclass(frozen=True)
class Streams:
    """The descriptors of one command, and the channel on which its end is reported."""

    stdin: int
    stdout: int
    stderr: int
    channel: socket.socket

    def close_output(self) -> None:
        """Close this process's copies of the command's streams."""
        for descriptor in (self.stdin, self.stdout, self.stderr):
            os.close(descriptor)


def keep(order: Order, streams: Streams, walls: Walls, quire: int | None) -> NoReturn:
    """Run `order` to its end, report on the channel and exit.

    `quire` is a pidfd of the program that asked, None where the kernel gives none.
    """
    kernel.control(kernel.PR_SET_CHILD_SUBREAPER, 1)
    wake, wake_end = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(wake_end)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    child = _start(order, streams, walls)
    streams.close_output()
    report = _watch(child, order, [wake, streams.channel.fileno(), quire])
    processes.end_children()
    _send(streams.channel, report)
    os._exit(0)


def _send(channel: socket.socket, report: Report) -> None:
    try:
        channel.send(json.dumps(report).encode())
    except OSError as error:
        os._exit(0 if isinstance(error, (BrokenPipeError, ConnectionError)) else 1)


def _start(order: Order, streams: Streams, walls: Walls) -> int:
    if walls.setup.tier == "bubblewrap":
        return _start_namespaced(order, streams, walls)
    child = os.fork()
    if child == 0:
        _become(order, streams, walls, order.argv)
    return child


def _start_namespaced(order: Order, streams: Streams, walls: Walls) -> int:
    """Start bubblewrap, limit the processes of its new namespace, then let it go on."""
    told, tell = os.pipe()
    hold, release = os.pipe()
    program = _memory_file(bytes.fromhex(walls.setup.program))
    places = {"@info": str(tell), "@block": str(hold), "@filter": str(program)}
    words = [places.get(word, word) for word in order.options]
    options = _memory_file(b"".join(os.fsencode(word) + b"\0" for word in words))
    needed = (tell, hold, program, options)
    child = os.fork()
    if child == 0:
        for descriptor in needed:
            os.set_inheritable(descriptor, True)
        argv = (walls.setup.bubblewrap, "--args", str(options), "--", *order.argv)
        _become(order, streams, walls, argv)
    for descriptor in needed:
        os.close(descriptor)
    first = _first_process(told)
    if first:
        count = order.ceilings.processes
        resource.prlimit(first, resource.RLIMIT_NPROC, (count, count))
        os.write(release, b"x")
    os.close(release)
    return child


def _memory_file(data: bytes) -> int:
    descriptor = os.memfd_create("quire")
    with os.fdopen(os.dup(descriptor), "wb") as file:
        file.write(data)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _first_process(told: int) -> int | None:
    """Return the first process of the new namespace, None when bubblewrap gave up."""
    said = b""
    while piece := os.read(told, 4096):
        said += piece
    os.close(told)
    return int(json.loads(said)["child-pid"]) if said else None


def _become(order: Order, streams: Streams, walls: Walls, argv: tuple[str, ...]) -> NoReturn:
    """Turn this freshly forked process into the command; never returns."""
    try:
        kernel.control(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in _RESTORED:
            signal.signal(number, signal.SIG_DFL)
        for place, descriptor in enumerate((streams.stdin, streams.stdout, streams.stderr)):
            os.dup2(descriptor, place)
        _limit(order.ceilings)
        if walls.setup.tier == "bubblewrap":
            os.execve(argv[0], list(argv), {})
        os.chdir(order.cwd)
        if walls.setup.tier == "landlock":
            _wall_in(order, walls)
        os.execvpe(argv[0], list(argv), dict(order.environment))
    except OSError as error:
        os.write(2, f"quire: cannot run {argv[0]}: {error.strerror}\n".encode())
        os._exit(126 if isinstance(error, PermissionError) else 127)


def _limit(ceilings: Ceilings) -> None:
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, ceilings.file_bytes)
    _lower(resource.RLIMIT_NOFILE, ceilings.open_files)


def _lower(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (allowed, allowed))


def _wall_in(order: Order, walls: Walls) -> None:
    _lower(resource.RLIMIT_NPROC, walls.other_tasks + order.ceilings.processes)
    kernel.forbid_new_privileges()
    kernel.drop_capabilities(syscalls.number("capset"))
    if walls.ruleset is not None:
        same = walls.places == identities(walls.setup)
        landlock.restrict(walls.ruleset if same else ruleset(walls.setup))
    kernel.install_filter(bytes.fromhex(walls.setup.program))


def ruleset(setup: Setup) -> int:
    """Return a Landlock rule set for the directories that are there now."""
    abi = landlock.version()
    made = landlock.create(abi)
    landlock.allow(made, abi, setup.readable, landlock.READ)
    landlock.allow(made, abi, setup.devices, landlock.DEVICE)
    landlock.allow(made, abi, setup.writable, landlock.writable_rights(abi))
    return made


def identities(setup: Setup) -> tuple[tuple[int, int], ...]:
    """Return device and inode of each writable root: a root made anew needs a new rule."""
    found = []
    for path in setup.writable:
        state = Path(path).stat()
        found.append((state.st_dev, state.st_ino))
    return tuple(found)


def _watch(child: int, order: Order, signs: list[int | None]) -> Report:
    """Wait for the command's end, for a reason to kill it, or for the end of Quire."""
    wake, channel, quire = signs
    started = time.monotonic()
    baseline = _free_bytes(order.roots)
    poller = select.poll()
    for descriptor in signs:
        if descriptor is not None:
            poller.register(descriptor, select.POLLIN)
    pause = FIRST_LOOK
    while True:
        left = started + order.ceilings.seconds - time.monotonic()
        ready = {fd for fd, _ in poller.poll(max(0.0, min(pause, left)) * 1000)}
        if wake in ready:
            _drain(wake)
        code = _ended(child)
        if code is not None:
            return {"exit_code": code, "reason": ""}
        if channel in ready or quire in ready:
            return {"exit_code": None, "reason": "cancelled"}
        if left <= 0:
            return {"exit_code": None, "reason": "timeout"}
        if not ready:
            pause = min(pause * 1.5, SLOWEST_LOOK)
            reason = excess(order.ceilings, baseline, order.roots)
            if reason:
                return {"exit_code": None, "reason": reason}


def _drain(descriptor: int | None) -> None:
    if descriptor is not None:
        os.read(descriptor, 4096)


def _ended(child: int) -> int | None:
    """Reap what has ended; return the command's exit code in the shell's way if it is there."""
    try:
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == child:
                code = os.waitstatus_to_exitcode(status)
                return code if code >= 0 else 128 - code
            if pid == 0:
                return None
    except ChildProcessError:
        return 255


def excess(ceilings: Ceilings, baseline: dict[str, int], roots: tuple[str, ...]) -> str:
    """Return which limit the commands below this process break now, "" for none."""
    tree = processes.descendants(os.getpid())
    if len(tree) > ceilings.processes + 3:  # the wall's own: bubblewrap twice, its init
        return "processes"
    if processes.memory_bytes(tree, ceilings.memory_bytes) > ceilings.memory_bytes:
        return "memory"
    free = _free_bytes(roots)
    if any(baseline[root] - free.get(root, 0) > ceilings.disk_bytes for root in baseline):
        return "disk"
    return ""


def _free_bytes(roots: tuple[str, ...]) -> dict[str, int]:
    free: dict[str, int] = {}
    for root in roots:
        try:
            state = os.statvfs(root)
        except OSError as error:
            sys.stderr.write(f"quire: {root}: {error.strerror}\n")
            continue
        free[root] = state.f_bfree * state.f_frsize
    return free
