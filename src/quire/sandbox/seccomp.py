"""A small assembler for seccomp programs, and the two filters as tables of rules."""

from __future__ import annotations

import errno
import struct
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from quire.sandbox import syscalls

# linux/bpf_common.h and linux/seccomp.h
_LOAD: Final = 0x20
_AND: Final = 0x54
_JUMP_EQUAL: Final = 0x15
_JUMP_AT_LEAST: Final = 0x35
_JUMP_ANY_BIT: Final = 0x45
_RETURN: Final = 0x06
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000
_KILL: Final = 0x80000000
_NUMBER_AT: Final = 0
_ARCHITECTURE_AT: Final = 4
_ARGUMENTS_AT: Final = 16
_X32_BIT: Final = 0x40000000

Instruction = tuple[int, int, int, int]


class Check(Struct, frozen=True):
    """A question about one argument of a call, looking at its low 32 bits.

    `kind` is "any" (some bit of `mask` is set), "in" or "out" (the masked value is or is
    not one of `values`), or "pointer" (any of the 64 bits is set).
    """

    argument: int
    kind: str
    mask: int = 0xFFFFFFFF
    values: tuple[int, ...] = ()


class Rule(Struct, frozen=True):
    """Calls that are refused with `error` when every test holds (none: always)."""

    calls: tuple[str, ...]
    tests: tuple[Check, ...] = ()
    error: int = errno.EPERM


NAMESPACE_FLAGS: Final = 0x7E020000
"""CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET of linux/sched.h."""

_NEW_TIME: Final = 0x80
_SET_ID: Final = 0o6000
_CREATE: Final = 0o100  # O_CREAT; O_TMPFILE is tested by its own bit
_TEMPORARY: Final = 0o20000000
_TIOCSTI: Final = 0x5412
_TIOCLINUX: Final = 0x541C
_PERSONALITIES: Final = (0, 8, 0xFFFFFFFF)
_UNIX, _INET, _INET6, _NETLINK = 1, 2, 10, 16
_STREAM, _SEQUENCED = 1, 5

KERNEL_SURFACE: Final = (
    Rule(
        (
            "mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree",
            "open_tree_attr", "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr",
            "setns", "bpf", "userfaultfd", "perf_event_open", "io_uring_setup",
            "io_uring_enter", "io_uring_register", "add_key", "request_key", "keyctl",
            "open_by_handle_at", "name_to_handle_at", "kexec_load", "kexec_file_load",
            "init_module", "finit_module", "delete_module", "settimeofday", "clock_settime",
            "clock_adjtime", "adjtimex", "reboot", "swapon", "swapoff", "acct", "quotactl",
            "quotactl_fd", "syslog", "vhangup", "iopl", "ioperm", "sethostname",
            "setdomainname", "lookup_dcookie", "nfsservctl", "uselib", "modify_ldt", "kcmp",
            "fanotify_init", "fanotify_mark", "move_pages", "migrate_pages", "pidfd_getfd",
        ),
    ),
    Rule(("clone3", "openat2", "fchmodat2"), error=errno.ENOSYS),
    Rule(("unshare",), (Check(0, "any", NAMESPACE_FLAGS | _NEW_TIME),)),
    Rule(("clone",), (Check(0, "any", NAMESPACE_FLAGS),)),
    Rule(("ioctl",), (Check(1, "in", values=(_TIOCSTI, _TIOCLINUX)),)),
    Rule(("personality",), (Check(0, "out", values=_PERSONALITIES),)),
    Rule(("chmod", "fchmod", "mknod", "creat"), (Check(1, "any", _SET_ID),)),
    Rule(("fchmodat", "mknodat"), (Check(2, "any", _SET_ID),)),
    Rule(("open",), (Check(1, "any", _CREATE | _TEMPORARY), Check(2, "any", _SET_ID))),
    Rule(("openat",), (Check(2, "any", _CREATE | _TEMPORARY), Check(3, "any", _SET_ID))),
)  # fmt: skip
"""What no build, test or interpreter needs: refused in both tiers."""

NAMESPACED: Final = (
    *KERNEL_SURFACE,
    Rule(
        ("socket",),
        (Check(0, "out", values=(_UNIX, _INET, _INET6, _NETLINK)),),
        errno.EAFNOSUPPORT,
    ),
)
"""Tier A: the network namespace cuts the host off, so ordinary sockets stay."""

SHARED: Final = (
    *KERNEL_SURFACE,
    Rule(("socket", "connect", "bind", "listen", "accept", "accept4"), error=errno.EACCES),
    Rule(
        ("socketpair",),
        (Check(1, "out", 0xF, (_STREAM, _SEQUENCED)),),
        errno.EACCES,
    ),
    Rule(("socketpair",), (Check(0, "out", values=(_UNIX,)),), errno.EAFNOSUPPORT),
    Rule(("sendto",), (Check(4, "pointer"),), errno.EACCES),
    Rule(
        (
            "shmget", "shmat", "shmctl", "shmdt", "semget", "semctl", "semop", "semtimedop",
            "msgget", "msgctl", "msgrcv", "msgsnd", "mq_open", "mq_unlink",
        ),
        error=errno.EACCES,
    ),
    Rule(("prlimit64",), (Check(0, "out", values=(0,)), Check(2, "pointer"))),
    Rule(("process_vm_readv", "process_vm_writev"), error=errno.EPERM),
)  # fmt: skip
"""Tier B shares the host's network and IPC: no socket but a connected pair, no System V IPC."""

NO_TRUNCATE: Final = (Rule(("truncate",), error=errno.EACCES),)
"""Added in tier B below Landlock ABI 3, where truncation by name is not governed."""


def assemble(rules: Iterable[Rule], architecture: str) -> bytes:
    """Return the seccomp program for `rules`; raises KeyError for an unknown machine."""
    known = syscalls.numbers(architecture)
    program: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_JUMP_EQUAL, 1, 0, syscalls.AUDIT_ARCHITECTURE[architecture]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_JUMP_AT_LEAST, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, _REFUSE | errno.ENOSYS),
    ]
    for rule in rules:
        for call in rule.calls:
            if call in known:
                program += _block(known[call], rule)
    program.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def _block(number: int, rule: Rule) -> list[Instruction]:
    """Return the instructions for one call: go on after them unless the rule refuses."""
    tests: list[Instruction] = []
    for test in reversed(rule.tests):
        tests = [*_question(test, over=len(tests) + 1), *tests]
    body = [*tests, (_RETURN, 0, 0, _REFUSE | rule.error)]
    if rule.tests:
        body.append((_LOAD, 0, 0, _NUMBER_AT))
    return [(_JUMP_EQUAL, 0, len(body), number), *body]


def _question(test: Check, over: int) -> list[Instruction]:
    """Return the instructions that fall through when `test` holds, else skip `over` more."""
    low = _ARGUMENTS_AT + 8 * test.argument
    load: list[Instruction] = [(_LOAD, 0, 0, low)]
    if test.mask != 0xFFFFFFFF and test.kind != "any":
        load.append((_AND, 0, 0, test.mask))
    if test.kind == "any":
        return [*load, (_JUMP_ANY_BIT, 0, over, test.mask)]
    if test.kind == "pointer":
        return [
            *load,
            (_JUMP_EQUAL, 0, 2, 0),
            (_LOAD, 0, 0, low + 4),
            (_JUMP_EQUAL, over, 0, 0),
        ]
    count = len(test.values)
    if test.kind == "out":
        jumps = [(_JUMP_EQUAL, count - i - 1 + over, 0, v) for i, v in enumerate(test.values)]
        return [*load, *jumps]
    jumps = [(_JUMP_EQUAL, count - i - 1, 0, v) for i, v in enumerate(test.values)]
    jumps[-1] = (_JUMP_EQUAL, 0, over, test.values[-1])
    return [*load, *jumps]


def refuses(program: bytes, architecture: int, number: int, arguments: tuple[int, ...]) -> int:
    """Return what an assembled program answers to one call, by interpreting it.

    The answer is the kernel's 32-bit action; used to prove the tables on machines that are
    not at hand.
    """
    full = (*arguments, 0, 0, 0, 0, 0, 0)[:6]
    data = struct.pack("=IIQ6Q", number, architecture, 0, *(a & (1 << 64) - 1 for a in full))
    code = list(struct.iter_unpack("=HBBI", program))
    at, accumulator = 0, 0
    while True:
        operation, true, false, value = code[at]
        at += 1
        if operation == _RETURN:
            return int(value)
        if operation == _LOAD:
            (accumulator,) = struct.unpack_from("=I", data, value)
        elif operation == _AND:
            accumulator &= value
        else:
            at += true if _holds(operation, accumulator, value) else false


def _holds(operation: int, accumulator: int, value: int) -> bool:
    if operation == _JUMP_EQUAL:
        return accumulator == value
    if operation == _JUMP_AT_LEAST:
        return accumulator >= value
    return bool(accumulator & value)
