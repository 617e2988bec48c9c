"""The keeper of one command: starts it behind the walls, watches it, leaves nothing alive."""

from __future__ import annotations

import fcntl
import json
import os
import resource
import select
import signal
import socket
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, NoReturn

from quire.sandbox import (
    kernel,
    landlock,
    mounts,
    orders,
    processes,
    standing,
    syscalls,
    unreadable,
    usage,
)
from quire.sandbox.orders import Ceilings, Order, Report, Setup
from quire.sandbox.stillness import Stillness

FIRST_LOOK = 0.02
SLOWEST_LOOK = 0.25
"""Seconds between two looks at what a command uses: quick at first, then slower."""

_DESCRIPTORS = 5  # the order, stdin, stdout, stderr, the channel
_OTHERS_MAY_GROW = 1024
"""The kernel counts all processes of a user: this many more may come from elsewhere."""
_NAMESPACE_PATIENCE = 0.25
_MOUNTING_PATIENCE = 10.0
_HELD_BY = 3  # the descriptor that mounts.HELD waits on
_HIGH = 20  # where descriptors for bubblewrap lie, out of its way

_RESTORED = (signal.SIGCHLD, signal.SIGINT, signal.SIGPIPE, signal.SIGTERM, signal.SIGXFSZ)


class Walls(NamedTuple):
    """What the supervisor holds ready for every command."""

    setup: Setup
    ruleset: int | None
    places: tuple[tuple[int, int], ...]
    other_tasks: int


class Signs(NamedTuple):
    """Descriptors that a keeper watches: ended children, Quire's process, and `taken`.

    One byte on `taken` tells the supervisor that this keeper is no longer spare.
    """

    wake: int
    quire: int | None
    taken: int


class Prepared(NamedTuple):
    """What a process that stands by has ready: the filter, and bubblewrap's options so far.

    `script` is what a command comes in whose walls stand before it is known.
    """

    program: bytes
    options: int
    script: int


def keep(control: socket.socket, walls: Walls, quire: int | None, taken: int) -> NoReturn:
    """Stand by for one order from `control`, run it to its end, report and exit.

    The command's process is forked before the order comes and takes it itself, so that an
    order costs neither a fork nor a detour. `quire` is a pidfd, None where there is none.
    """
    kernel.control(kernel.PR_SET_CHILD_SUBREAPER, 1)
    wake, wake_end = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(wake_end)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    link, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    link.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    keeper, script = os.getpid(), os.memfd_create("quire")
    child = os.fork()
    if child == 0:
        link.close()
        _stand_by(control, theirs, _prepare(walls, script), walls, keeper)
    theirs.close()
    control.close()
    message, received, _ = standing.heard(link)
    if not message:
        os._exit(0)
    os.write(taken, b"t")
    order = orders.decode_order(orders.read(received[0]))
    channel = socket.socket(fileno=received[1])
    signs = Signs(wake, quire, taken)
    if order.argv:
        report = _unsafe_mounts(child, order, link, signs)
        if order.verify and report is None:
            _send(channel, orders.MOUNTED)
    else:
        order, report = _handed_over(child, order, (link, channel, script), signs)
    report = report or _watch(child, order, channel, signs)
    _end(child, walls.setup.tier, wake, ran=bool(order.argv))
    _send(channel, json.dumps(report).encode())
    os._exit(0)


_CANCELLED: Report = {"exit_code": None, "reason": "cancelled"}


def _handed_over(
    child: int, order: Order, ends: tuple[socket.socket, socket.socket, int], signs: Signs
) -> tuple[Order, Report | None]:
    """Say when the walls stand, and let the command in that Quire hands over if they still fit.

    Return the order with its words, or a report where nothing has run.
    """
    link, channel, script = ends
    poller = _polling(link.fileno(), channel.fileno(), signs.quire)
    ready = {fd for fd, _ in poller.poll(_MOUNTING_PATIENCE * 1000)}
    walls = standing.standing(link) if link.fileno() in ready else None
    if walls is None:
        return order, {"exit_code": None, "reason": "the walls were not put up"}
    _send(channel, orders.MOUNTED)

    def ended(ready: set[int]) -> bool:
        if signs.wake in ready:
            os.read(signs.wake, 4096)
        return signs.quire in ready or _gone(child)

    poller = _polling(channel.fileno(), signs.wake, signs.quire)
    errand = standing.errand(channel, ended, poller)
    if errand is None:
        return order, _CANCELLED
    os.write(script, standing.script(errand.argv))
    if not (walls.fits(errand.places) and standing.opened(link)):
        _send(channel, orders.STALE)
        return order, _CANCELLED
    _send(channel, orders.TAKEN)
    ceilings = order.ceilings._replace(seconds=errand.seconds)
    return order._replace(argv=errand.argv, ceilings=ceilings), None


def _unsafe_mounts(child: int, order: Order, link: socket.socket, signs: Signs) -> Report | None:
    """Let a held command go on when its mounts are in place, else return why it is killed."""
    if not order.verify:
        return None
    poller = _polling(link.fileno(), signs.quire)
    ready = {fd for fd, _ in poller.poll(_MOUNTING_PATIENCE * 1000)}
    inside = processes.descendants(child)
    if link.fileno() not in ready or not link.recv(16) or not inside:
        return {"exit_code": None, "reason": "the walls were not put up"}
    text = Path(f"/proc/{inside[-1]}/mountinfo").read_text("utf-8", "surrogateescape")
    if mounts.misplaced(text, order.verify, order.roots):
        return {"exit_code": None, "reason": "a protected path was moved while walls went up"}
    link.send(b"\n")
    return None


def _end(child: int, tier: str, wake: int, *, ran: bool) -> None:
    """Leave nothing alive: with a process namespace the kernel does it, else by hand.

    Where no command `ran` bubblewrap may not have come to tie its namespace to its own life.
    """
    if tier == "bubblewrap" and ran:
        processes.signal_all((child,), signal.SIGKILL)
        until = time.monotonic() + _NAMESPACE_PATIENCE
        while processes.reap():
            left = until - time.monotonic()
            if left <= 0 or not select.select([wake], [], [], left)[0]:
                break
            os.read(wake, 4096)
    processes.end_children()


def _send(channel: socket.socket, message: bytes) -> None:
    try:
        channel.send(message)
    except OSError as error:
        os._exit(0 if isinstance(error, (BrokenPipeError, ConnectionError)) else 1)


def _stand_by(
    control: socket.socket, link: socket.socket, prepared: Prepared, walls: Walls, keeper: int
) -> NoReturn:
    """Prepare all that does not depend on the order, wait for it, become the command."""
    kernel.control(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != keeper:
        os._exit(1)
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in _RESTORED:
        signal.signal(number, signal.SIG_DFL)
    if walls.setup.tier == "landlock":
        kernel.forbid_new_privileges()
        kernel.drop_capabilities(syscalls.number("capset"))
    message, received = orders.received(control, _DESCRIPTORS)
    if not message:
        os._exit(0)
    for descriptor in received:
        os.set_inheritable(descriptor, False)
    description, stdin, stdout, stderr, channel = received
    socket.send_fds(link, [b"order"], [description, channel])
    order = orders.decode_order(orders.read(description))
    for place, descriptor in enumerate((stdin, stdout, stderr)):
        os.dup2(descriptor, place)
    if order.verify or not order.argv:
        os.dup2(link.fileno(), _HELD_BY)
    if not order.argv:
        os.dup2(prepared.script, standing.WORDS)
    _become(order, walls, prepared)


def _become(order: Order, walls: Walls, prepared: Prepared) -> NoReturn:
    """Turn this process into the command; never returns."""
    tier = walls.setup.tier
    try:
        _limit(order.ceilings, walls.other_tasks)
        if tier == "bubblewrap":
            argv = _namespaced(order, walls.setup.bubblewrap, prepared.options)
            os.execve(walls.setup.bubblewrap, argv, {})
        os.chdir(order.cwd)
        if tier == "landlock":
            _wall_in(walls, prepared.program, order.unreadable)
        os.execvpe(order.argv[0], list(order.argv), dict(order.environment))
    except OSError as error:
        os.write(2, f"quire: cannot run {order.argv[0]}: {error.strerror}\n".encode())
        os._exit(126 if isinstance(error, PermissionError) else 127)


def _prepare(walls: Walls, script: int) -> Prepared:
    """Make ready what every command shares."""
    program = bytes.fromhex(walls.setup.program)
    if walls.setup.tier != "bubblewrap":
        return Prepared(program, -1, script)
    rules = _memory_file(program)
    os.lseek(rules, 0, os.SEEK_SET)
    words = (str(rules) if word == "@filter" else word for word in walls.setup.options)
    return Prepared(program, _memory_file(_joined(words)), script)


def _namespaced(order: Order, bubblewrap: str, options: int) -> list[str]:
    """Return bubblewrap's command line; its options travel in a memory file."""
    with os.fdopen(os.dup(options), "wb") as file:
        file.write(_joined(order.options))
    os.lseek(options, 0, os.SEEK_SET)
    waits = mounts.HELD if order.argv else standing.WAITING
    held = ("/bin/sh", "-c", waits, "sh") if order.verify or not order.argv else ()
    return [bubblewrap, "--args", str(options), "--", *held, *order.argv]


def _joined(words: Iterable[str]) -> bytes:
    return b"".join(os.fsencode(word) + b"\0" for word in words)


def _memory_file(data: bytes) -> int:
    """Return an inheritable descriptor of a nameless file, placed after `data`."""
    first = os.memfd_create("quire")
    descriptor = fcntl.fcntl(first, fcntl.F_DUPFD, _HIGH)
    with os.fdopen(first, "wb") as file:
        file.write(data)
    return descriptor


def _limit(ceilings: Ceilings, other_tasks: int) -> None:
    """Set what the kernel limits by itself; processes only as a backstop to the looks."""
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, ceilings.file_bytes)
    _lower(resource.RLIMIT_NOFILE, ceilings.open_files)
    _lower(resource.RLIMIT_NPROC, other_tasks + ceilings.processes + _OTHERS_MAY_GROW)


def _lower(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (allowed, allowed))


def _wall_in(walls: Walls, program: bytes, hidden: tuple[str, ...]) -> None:
    if hidden:  # while all can still be opened
        unreadable.restrict(walls.setup, hidden)
    if walls.ruleset is not None:
        same = walls.places == identities(walls.setup)
        landlock.restrict(walls.ruleset if same else ruleset(walls.setup))
    kernel.install_filter(program)


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


def _watch(child: int, order: Order, channel: socket.socket, signs: Signs) -> Report:
    """Wait for the command's end, for a reason to kill it, or for the end of Quire."""
    started = time.monotonic()
    poller = _polling(signs.wake, channel.fileno(), signs.quire)
    baseline: dict[str, int] | None = None
    still = Stillness(child)
    pause = FIRST_LOOK
    while True:
        left = started + order.ceilings.seconds - time.monotonic()
        ready = {fd for fd, _ in poller.poll(max(0.0, min(pause, left)) * 1000)}
        if signs.wake in ready:
            os.read(signs.wake, 4096)
        code = _ended(child)
        if code is not None:
            return {"exit_code": code, "reason": ""}
        if channel.fileno() in ready and _obeyed(channel, still):
            continue
        if ready & {channel.fileno(), signs.quire}:
            return _CANCELLED
        if left <= 0:
            return {"exit_code": None, "reason": "timeout"}
        if not ready:
            baseline = baseline or usage.free_bytes(order.roots)
            pause = min(pause * 1.5, SLOWEST_LOOK)
            reason = usage.excess(order.ceilings, baseline, order.roots)
            if reason:
                return {"exit_code": None, "reason": reason}


def _polling(*descriptors: int | None) -> select.poll:
    poller = select.poll()
    for descriptor in descriptors:
        if descriptor is not None:
            poller.register(descriptor, select.POLLIN)
    return poller


def _obeyed(channel: socket.socket, still: Stillness) -> bool:
    """Stop the command or let it go on, as Quire asks; return False for a wish to end it.

    Bubblewrap must not be stopped half-way: the command is the second process below it.
    """
    try:
        asked = channel.recv(64)
    except ConnectionError:
        return False
    if asked == orders.HOLD:
        until = time.monotonic() + _MOUNTING_PATIENCE
        while len(processes.descendants(still.root)) < 2 and not _gone(still.root):
            if time.monotonic() > until:
                break
            time.sleep(0.001)
        _send(channel, orders.HELD if still.begin() else orders.UNRULY)
    elif asked == orders.GO:
        still.end()
    return asked in (orders.HOLD, orders.GO)


def _gone(child: int) -> bool:
    """Return whether a child has ended, without reaping it."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


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
