"""A spare set of walls, raised while nobody waits for it: the next command only steps inside.

It is what walls raised at that moment would be, or it is thrown away: it serves only a command
whose order says the same of places, folder, variables and limits, and its keeper looks whether the
mounts inside are still those that were made. Each serves one command at most.
"""

from __future__ import annotations

import asyncio
import os
import re
import socket
from collections.abc import Callable
from pathlib import Path

from quire.errors import SandboxUnavailable
from quire.sandbox import orders
from quire.sandbox.orders import Errand, Order
from quire.sandbox.pipes import Ends, Theirs, memory_file, pipes
from quire.sandbox.policy import Policy

LEAST_MEMORY = 256 << 20
"""Bytes that must be free for a spare, which is four small processes."""

_MOST_MISSES = 3
_FREE = re.compile(r"^MemAvailable:\s+(\d+) kB$", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_THE_SHELLS_OWN = frozenset({
    "BASHOPTS", "BASH_ENV", "ENV", "IFS", "LINENO", "OLDPWD", "OPTIND", "PPID", "PS4", "PWD",
    "SHELLOPTS", "SHLVL", "_",
})  # fmt: skip
"""Variables that a shell sets or heeds itself: it would not pass them on as they are."""


class _Walls:
    """Walls that stand, or will in a moment, and wait for a command."""

    def __init__(self, order: Order, ends: Ends) -> None:
        self.order = order
        self._ends = ends
        self._loop = asyncio.get_running_loop()
        self.raised = self._answer()

    def _answer(self) -> asyncio.Future[bytes]:
        """Return what the keeper says next, nothing when it has gone."""
        answer: asyncio.Future[bytes] = self._loop.create_future()
        self._loop.add_reader(self._ends.channel, self._read, answer)
        return answer

    def _read(self, answer: asyncio.Future[bytes]) -> None:
        self._loop.remove_reader(self._ends.channel)
        try:
            said = self._ends.channel.recv(64)
        except ConnectionError:
            said = b""
        if not answer.done():
            answer.set_result(said)

    async def stand(self) -> bool:
        """Return whether they stand, once that is known."""
        return await asyncio.shield(self.raised) == orders.MOUNTED

    async def taken(self, errand: Errand) -> Ends | None:
        """Hand over a command and return its ends, None where these walls do not fit any more."""
        description = memory_file(orders.encode(errand))
        try:
            socket.send_fds(self._ends.channel, [orders.RUN], [description])
        except ConnectionError:
            return None
        finally:
            os.close(description)
        return self._ends if await self._answer() == orders.TAKEN else None

    def drop(self) -> None:
        """Let the keeper tear them down: it sees that nobody is at the other end."""
        self._loop.remove_reader(self._ends.channel)
        self._ends.close()
        if not self.raised.done():
            self.raised.set_result(b"")


class Spares:
    """At most one spare set of walls; none without a `policy` that allows it.

    Whoever calls sees to it that no command runs while walls go up: it could move what they cover.
    """

    def __init__(self, send: Callable[[Order, Theirs], None], policy: Policy | None) -> None:
        """Raise walls through `send`."""
        self._send = send
        self._policy = policy
        self._wanted: Order | None = None
        self._walls: _Walls | None = None
        self._misses = 0

    async def stand(self, order: Order) -> bool:
        """Raise walls for a command like that of `order`; return whether they stand."""
        self._wanted = _without_words(order)
        self.raise_one()
        if self._walls is not None and not await self._walls.stand():
            self._drop()
        return self._walls is not None

    def raise_one(self) -> None:
        """Raise walls like those of the last command, where there are none and it makes sense."""
        order = self._wanted
        if self._walls or order is None or self._policy is None or self._misses >= _MOST_MISSES:
            return
        if not _passes_a_shell(order) or _free_memory() < LEAST_MEMORY:
            return
        ends, theirs = pipes()
        try:
            self._send(order, theirs)
        except SandboxUnavailable:
            ends.close()  # the next command says that the supervisor has gone
        else:
            self._walls = _Walls(order, ends)

    async def take(self, order: Order, *, usable: bool) -> Ends | None:
        """Let the command of `order` into the spare and return its ends; None where none fits.

        The spare is gone afterwards in any case, also for a command to which none is `usable`.
        """
        self._wanted = _without_words(order)
        walls, policy = self._walls, self._policy
        if walls is None or policy is None:
            return None
        if not usable or walls.order != self._wanted or order.argv[0][:1] in ("", "-"):
            self._drop()
            return None
        ends = None
        try:
            if await walls.stand():
                errand = Errand(order.argv, order.ceilings.seconds, _shown(policy))
                ends = await walls.taken(errand)
        finally:
            self._misses = 0 if ends else self._misses + 1
            self._walls = None
            if ends is None:
                walls.drop()
        return ends

    def _drop(self) -> None:
        self._misses += 1
        if self._walls is not None:
            self._walls.drop()
            self._walls = None

    def close(self) -> None:
        """Raise no walls any more, and tear down those that stand."""
        self._policy = None
        self._drop()


def _without_words(order: Order) -> Order:
    return order._replace(argv=(), ceilings=order.ceilings._replace(seconds=0.0), verify=())


def _passes_a_shell(order: Order) -> bool:
    """Return whether a shell hands all variables on as they are."""
    names = [name for name, _ in order.environment]
    return not _THE_SHELLS_OWN.intersection(names) and all(map(_NAME.fullmatch, names))


def _shown(policy: Policy) -> tuple[str, ...]:
    """Return the directories that walls show under their own names."""
    return tuple(map(str, (policy.workspace, *policy.writable, *policy.readable)))


def _free_memory() -> int:
    found = _FREE.search(Path("/proc/meminfo").read_text("ascii"))
    return int(found[1]) << 10 if found else 0
