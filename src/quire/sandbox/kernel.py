"""Calls into the Linux kernel that the standard library does not offer."""

from __future__ import annotations

import ctypes
import os
from typing import Final

_LIBC: Final = ctypes.CDLL(None, use_errno=True)
_LIBC.syscall.restype = ctypes.c_long

PR_SET_PDEATHSIG: Final = 1
PR_SET_DUMPABLE: Final = 4
PR_SET_SECCOMP: Final = 22
PR_CAPBSET_DROP: Final = 24
PR_SET_SECUREBITS: Final = 28
PR_SET_CHILD_SUBREAPER: Final = 36
PR_SET_NO_NEW_PRIVS: Final = 38
PR_CAP_AMBIENT: Final = 47
SECCOMP_MODE_FILTER: Final = 2
_SECURE_BITS: Final = 0b10101111  # noroot, no setuid fixup, no ambient raise, all locked
_CAPABILITY_VERSION_3: Final = 0x20080522


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def system_call(number: int, *arguments: int) -> int:
    """Make a system call and return its result; raises OSError when the kernel refuses."""
    result: int = _LIBC.syscall(
        ctypes.c_long(number), *(ctypes.c_long(argument) for argument in arguments)
    )
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def control(option: int, *arguments: int) -> int:
    """Call prctl(2); raises OSError when the kernel refuses."""
    padded = (*arguments, 0, 0, 0, 0)[:4]
    result: int = _LIBC.prctl(
        ctypes.c_int(option), *(ctypes.c_ulong(argument) for argument in padded)
    )
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def forbid_new_privileges() -> None:
    """Make set-id programs and file capabilities powerless from here on."""
    control(PR_SET_NO_NEW_PRIVS, 1)


def install_filter(program: bytes) -> None:
    """Install an assembled seccomp program for this process and all that it starts."""
    buffer = ctypes.create_string_buffer(program, len(program))
    value = _Program(len(program) // 8, ctypes.addressof(buffer))
    control(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(value))


def drop_capabilities(capset: int) -> None:
    """Give up every capability for good, also as root; `capset` is its system call number.

    An ordinary user has none and may not touch the bounding set; that is no failure.
    """
    for capability in range(64):
        if not _permitted(PR_CAPBSET_DROP, capability):
            break
    _permitted(PR_CAP_AMBIENT, 4)  # clear all
    _permitted(PR_SET_SECUREBITS, _SECURE_BITS)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    none = (ctypes.c_uint32 * 6)()
    system_call(capset, ctypes.addressof(header), ctypes.addressof(none))


def _permitted(option: int, value: int) -> bool:
    try:
        control(option, value)
    except OSError:
        return False
    return True
