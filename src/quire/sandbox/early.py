"""The process of a supervisor, which may be started before anybody knows what for.

Its start takes as long as that of a small Python program; a command line that will need walls
begins it first and goes on loading the rest of itself meanwhile. It imports next to nothing.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

Process = tuple[socket.socket, "subprocess.Popen[bytes]"]
"""The socket that leads to a supervisor, and its process."""

_SOURCE = str(Path(__file__).resolve().parents[2])
_PROGRAM = (
    "import gc, sys; gc.disable(); sys.path.insert(0, sys.argv.pop(1)); "
    "from quire.sandbox.supervisor import main; main()"
)
_begun: list[Process] = []


def begin() -> None:
    """Start the supervisor that the next walls of this process take.

    One that nobody takes ends with this process, which holds the only socket to it.
    """
    if not _begun:
        _begun.append(_started())


def take() -> Process:
    """Return a supervisor's process: the one that was begun, else a new one."""
    return _begun.pop() if _begun else _started()


def _started() -> Process:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(
            [
                *(sys.executable, "-I", "-S", "-X", "utf8", "-c", _PROGRAM),
                *(_SOURCE, str(theirs.fileno()), str(os.getpid())),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd="/",
            env={"LC_ALL": "C.UTF-8"},
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
    ours.setblocking(False)
    return ours, process
