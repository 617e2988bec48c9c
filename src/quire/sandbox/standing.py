"""Walls that were raised before their command is known: what waits inside, and whether they fit.

They fit as long as nothing about them has changed: the mounts inside are those that were made, and
the directories that they show are the ones that lie at these places now. A mount over something
that was replaced or moved on the host is gone or changed, so the table of mounts tells.
"""

from __future__ import annotations

import os
import select
import socket
import struct
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from quire.sandbox import orders

WAITING = "echo >&3 && read _ <&3 && . /proc/self/fd/4"
"""What a shell inside does: say that the walls stand, wait, and become what the script says."""

_WHO = struct.Struct("3i")  # struct ucred: the process, its user, its group
_ROOM = socket.CMSG_SPACE(_WHO.size) + socket.CMSG_SPACE(8)

WORDS = 4
"""The descriptor of the script inside; 3 is the one that is waited on."""


class Standing(NamedTuple):
    """Walls without a command: the process that waits inside, and the mounts that it sees."""

    waiting: int
    mounts: str

    def fits(self, places: Iterable[str]) -> bool:
        """Return whether these walls are still what walls raised now would be."""
        try:
            return self.mounts == _mounts(self.waiting) and all(
                Path(place).samefile(f"/proc/{self.waiting}/root{place}") for place in places
            )
        except OSError:
            return False


def heard(link: socket.socket) -> tuple[bytes, tuple[int, ...], int]:
    """Return the next message on `link`, the descriptors in it, and the process that sent it.

    The kernel tells that process where SO_PASSCRED is set (unix(7)); 0 where it does not.
    """
    message, facts, _, _ = link.recvmsg(16, _ROOM)
    found = {kind: data for _, kind, data in facts}
    descriptors = struct.unpack("2i", found.get(socket.SCM_RIGHTS, b"") or bytes(8))
    return (
        message,
        descriptors,
        _WHO.unpack(found.get(socket.SCM_CREDENTIALS) or bytes(_WHO.size))[0],
    )


def standing(link: socket.socket) -> Standing | None:
    """Return the walls inside which a shell says on `link` that they stand, if one does."""
    message, _, waiting = heard(link)
    return Standing(waiting, _mounts(waiting)) if message and waiting else None


def errand(
    channel: socket.socket, ended: Callable[[set[int]], bool], poller: select.poll
) -> orders.Errand | None:
    """Wait until Quire tells on `channel` what to run; None when it wants these walls no more.

    `ended` says whether descriptors of `poller` that are ready mean the end of the walls.
    """
    while channel.fileno() not in (ready := {fd for fd, _ in poller.poll()}):
        if ended(ready):
            return None
    try:
        message, received, _, _ = socket.recv_fds(channel, 64, 1)
    except ConnectionError:
        return None
    return orders.decode_errand(orders.read(received[0])) if message == orders.RUN else None


def opened(link: socket.socket) -> bool:
    """Let the shell inside go on; return whether it is still there."""
    try:
        return link.send(b"\n") == 1
    except ConnectionError:
        return False


def script(argv: Iterable[str]) -> bytes:
    """Return the line of shell that becomes `argv`, without the descriptors of the wait."""
    words = (os.fsencode(word).replace(b"'", b"'\\''") for word in argv)
    return b"exec " + b" ".join(b"'%b'" % word for word in words) + b" 3>&- 4>&-\n"


def _mounts(pid: int) -> str:
    return Path(f"/proc/{pid}/mountinfo").read_text("utf-8", "surrogateescape")
