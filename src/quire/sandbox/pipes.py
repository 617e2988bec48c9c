"""The pipes and the channel of one command, and nameless files."""

from __future__ import annotations

import os
import socket

Theirs = tuple[int, int, int, int]
"""The command's ends: standard input, output, error, and the channel of its keeper."""


class Ends:
    """Quire's ends of one command's pipes and of its keeper's channel."""

    def __init__(self, stdin: int | None, stdout: int, stderr: int, channel: socket.socket) -> None:
        self.stdin, self.stdout, self.stderr = stdin, stdout, stderr
        self.channel = channel

    def close(self) -> None:
        """Close all of them: the command was never started."""
        for descriptor in (self.stdin, self.stdout, self.stderr):
            if descriptor is not None:
                os.close(descriptor)
        self.channel.close()


def pipes(stdin: bytes = b"", *, interactive: bool = False) -> tuple[Ends, Theirs]:
    """Return Quire's ends and the command's ends of its streams and its channel."""
    ours_in: int | None = None
    if interactive:
        theirs_in, ours_in = os.pipe()
        os.set_blocking(ours_in, False)
        if stdin:
            os.write(ours_in, stdin)
    elif stdin:
        theirs_in = memory_file(stdin)
    else:
        theirs_in = os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC)
    out, theirs_out = os.pipe()
    err, theirs_err = os.pipe()
    os.set_blocking(out, False)
    os.set_blocking(err, False)
    channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    channel.setblocking(False)
    return Ends(ours_in, out, err, channel), (theirs_in, theirs_out, theirs_err, theirs.detach())


def memory_file(data: bytes) -> int:
    """Return the descriptor of a nameless file that holds `data`, read from its start."""
    descriptor = os.memfd_create("quire")
    with os.fdopen(os.dup(descriptor), "wb") as file:
        file.write(data)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor
