"""The words between Quire and its supervisor: set-up, order, report, as JSON."""

from __future__ import annotations

import json
import os
import socket
from typing import NamedTuple, TypedDict

KILL, HOLD, GO = b"kill", b"hold", b"go"
"""What Quire asks of a keeper: to end its command, to stop it, to let it go on."""

MOUNTED, HELD, UNRULY = b"mounted", b"held", b"unruly"
"""What a keeper answers: mounts are in place, the command stands still, it cannot be stopped."""

RUN, TAKEN, STALE = b"run", b"taken", b"stale"
"""What hands a command to walls that stand already, and their keeper's answers to it."""


class Setup(NamedTuple):
    """What the supervisor learns once: how its commands are walled in.

    `tier` is "bubblewrap", "landlock" or "none"; `program` is the seccomp filter in hex;
    `options` are those of bubblewrap that every command shares.
    """

    tier: str
    program: str = ""
    readable: tuple[str, ...] = ()
    writable: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    bubblewrap: str = ""
    options: tuple[str, ...] = ()


class Ceilings(NamedTuple):
    """The limits of one command that the supervisor watches over; bytes and seconds."""

    processes: int
    memory_bytes: int
    file_bytes: int
    disk_bytes: int
    open_files: int
    seconds: float


class Order(NamedTuple):
    """One command, or with no words in `argv` walls for one that is handed over later.

    `options` are bubblewrap's further ones, `roots` are watched for disk use, `verify` are mounts
    that must be found in place before the command goes on, `unreadable` what Landlock hides.
    """

    argv: tuple[str, ...]
    cwd: str
    environment: tuple[tuple[str, str], ...]
    ceilings: Ceilings
    options: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    verify: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


class Errand(NamedTuple):
    """What walls that stand already are to run, and for how long.

    `places` are directories that must be the same inside as they are outside by now.
    """

    argv: tuple[str, ...]
    seconds: float
    places: tuple[str, ...]


class Report(TypedDict):
    """How a command ended: exit code in the shell's way, or the reason it was killed."""

    exit_code: int | None
    reason: str


def encode(value: Setup | Order | Errand) -> bytes:
    """Return the JSON bytes of a message; undecodable bytes in names survive."""
    return json.dumps(value._asdict()).encode("ascii")


def received(control: socket.socket, most: int) -> tuple[bytes, list[int]]:
    """Return the next message and its descriptors; nothing where the sender is gone.

    One that ended before it read everything resets the connection.
    """
    try:
        message, descriptors, _, _ = socket.recv_fds(control, 16, most)
    except ConnectionError:
        return b"", []
    return message, list(descriptors)


def read(descriptor: int) -> bytes:
    """Return all bytes of a memory file from its start."""
    size = os.fstat(descriptor).st_size
    return os.pread(descriptor, size, 0)


def decode_setup(data: bytes) -> Setup:
    """Return the set-up that `encode` wrote."""
    raw = json.loads(data)
    return Setup(
        raw["tier"],
        raw["program"],
        tuple(raw["readable"]),
        tuple(raw["writable"]),
        tuple(raw["devices"]),
        raw["bubblewrap"],
        tuple(raw["options"]),
    )


def decode_order(data: bytes) -> Order:
    """Return the order that `encode` wrote."""
    raw = json.loads(data)
    return Order(
        argv=tuple(raw["argv"]),
        cwd=raw["cwd"],
        environment=tuple((name, value) for name, value in raw["environment"]),
        ceilings=Ceilings(*raw["ceilings"]),
        options=tuple(raw["options"]),
        roots=tuple(raw["roots"]),
        verify=tuple(raw["verify"]),
        unreadable=tuple(raw["unreadable"]),
    )


def decode_errand(data: bytes) -> Errand:
    """Return the errand that `encode` wrote."""
    raw = json.loads(data)
    return Errand(tuple(raw["argv"]), raw["seconds"], tuple(raw["places"]))
