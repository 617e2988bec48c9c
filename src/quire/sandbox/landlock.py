"""Landlock rule sets: which files a process may read, run and change."""

from __future__ import annotations

import ctypes
import errno
import os
import stat
from collections.abc import Iterable
from typing import Final

from quire.sandbox import kernel, syscalls

_VERSION_FLAG: Final = 1
_PATH_BENEATH: Final = 1

# linux/landlock.h
EXECUTE: Final = 1 << 0
WRITE_FILE: Final = 1 << 1
READ_FILE: Final = 1 << 2
READ_DIRECTORY: Final = 1 << 3
_MAKE_DEVICES: Final = 1 << 6 | 1 << 11
REFER: Final = 1 << 13
TRUNCATE: Final = 1 << 14
IOCTL_DEVICE: Final = 1 << 15
_ALL: Final = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_ALL_FROM_5: Final = (1 << 16) - 1
_ON_FILES: Final = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE
_ALL_NETWORK: Final = 0b11  # bind and connect, TCP (ABI 4)
_ALL_SCOPES: Final = 0b11  # abstract unix sockets and signals (ABI 6)

READ: Final = EXECUTE | READ_FILE | READ_DIRECTORY
DEVICE: Final = READ_FILE | WRITE_FILE


class _RulesetAttributes(ctypes.Structure):
    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def version() -> int:
    """Return the kernel's Landlock ABI, 0 where Landlock is missing, off or forbidden."""
    try:
        return kernel.system_call(_number("landlock_create_ruleset"), 0, 0, _VERSION_FLAG)
    except (OSError, KeyError):
        return 0


def everything(abi: int) -> int:
    """Return every file right that this ABI governs."""
    return _ALL.get(abi, _ALL_FROM_5)


def create(abi: int) -> int:
    """Return the descriptor of an empty rule set that governs all that `abi` can govern."""
    network, scopes = _ALL_NETWORK if abi >= 4 else 0, _ALL_SCOPES if abi >= 6 else 0
    return _created(abi, _RulesetAttributes(everything(abi), network, scopes))


def create_for_reading(abi: int) -> int:
    """Return the descriptor of an empty rule set that governs only which files are read.

    Moving between folders (REFER) is denied by every rule set that does not grant it.
    """
    return _created(abi, _RulesetAttributes((READ_FILE | REFER) & everything(abi), 0, 0))


def _created(abi: int, attributes: _RulesetAttributes) -> int:
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    return kernel.system_call(
        _number("landlock_create_ruleset"), ctypes.addressof(attributes), size, 0
    )


def allow(ruleset: int, abi: int, paths: Iterable[str], rights: int) -> None:
    """Grant `rights` on each path and all below it; a path that is not there grants nothing."""
    for path in paths:
        try:
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.EACCES, errno.ENOTDIR):
                continue
            raise
        grant(ruleset, abi, descriptor, rights)
        os.close(descriptor)


def grant(ruleset: int, abi: int, descriptor: int, rights: int) -> None:
    """Grant `rights` on what is open, and on all below it."""
    directory = stat.S_ISDIR(os.fstat(descriptor).st_mode)
    granted = rights & everything(abi) & (-1 if directory else _ON_FILES)
    rule = _PathBeneath(granted, descriptor)
    kernel.system_call(
        _number("landlock_add_rule"), ruleset, _PATH_BENEATH, ctypes.addressof(rule), 0
    )


def writable_rights(abi: int) -> int:
    """Return the rights for a root that a command may change: all but devices."""
    return everything(abi) & ~(_MAKE_DEVICES | IOCTL_DEVICE)


def restrict(ruleset: int) -> None:
    """Put this process, and all that it starts, behind the rule set for good."""
    kernel.system_call(_number("landlock_restrict_self"), ruleset, 0)


def _number(name: str) -> int:
    return syscalls.number(name)
