"""The filters, run by an interpreter for both machines, and the numbers against the headers."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest

from quire.sandbox import seccomp, syscalls

ALLOW = 0x7FFF0000
KILL = 0x80000000


def refused(error: int) -> int:
    return 0x00050000 | error


def answer(rules: tuple[seccomp.Rule, ...], machine: str, call: str, *arguments: int) -> int:
    program = seccomp.assemble(rules, machine)
    number = syscalls.numbers(machine)[call]
    return seccomp.refuses(program, syscalls.AUDIT_ARCHITECTURE[machine], number, arguments)


BOTH = [
    ("mount", (), refused(errno.EPERM)),
    ("clone3", (), refused(errno.ENOSYS)),
    ("openat2", (), refused(errno.ENOSYS)),
    ("unshare", (0x10000000,), refused(errno.EPERM)),
    ("unshare", (0x80,), refused(errno.EPERM)),
    ("unshare", (0x400,), ALLOW),
    ("clone", (0x01200011,), ALLOW),
    ("clone", (0x40000011,), refused(errno.EPERM)),
    ("ioctl", (0, 0x5412), refused(errno.EPERM)),
    ("ioctl", (0, 0x541C), refused(errno.EPERM)),
    ("ioctl", (0, 0xFFFFFFFF00005412), refused(errno.EPERM)),
    ("ioctl", (0, 0x5401), ALLOW),
    ("personality", (0,), ALLOW),
    ("personality", (0xFFFFFFFF,), ALLOW),
    ("personality", (0x40000,), refused(errno.EPERM)),
    ("fchmod", (3, 0o755), ALLOW),
    ("fchmod", (3, 0o4755), refused(errno.EPERM)),
    ("fchmodat", (3, 0, 0o2755), refused(errno.EPERM)),
    ("openat", (3, 0, 0, 0o6000), ALLOW),
    ("openat", (3, 0, 0o101, 0o644), ALLOW),
    ("openat", (3, 0, 0o101, 0o4755), refused(errno.EPERM)),
    ("openat", (3, 0, 0o20200002, 0o4755), refused(errno.EPERM)),
]
NAMESPACED = [
    ("socket", (1, 2), ALLOW),
    ("socket", (16, 3), ALLOW),
    ("socket", (40, 1), refused(errno.EAFNOSUPPORT)),
    ("sendto", (3, 0, 0, 0, 0xFFFF, 16), ALLOW),
    ("connect", (), ALLOW),
]
SHARED = [
    ("socket", (2, 1), refused(errno.EACCES)),
    ("connect", (), refused(errno.EACCES)),
    ("socketpair", (1, 1), ALLOW),
    ("socketpair", (1, 0o2000001), ALLOW),
    ("socketpair", (1, 2), refused(errno.EACCES)),
    ("socketpair", (40, 1), refused(errno.EAFNOSUPPORT)),
    ("sendto", (3, 0, 5, 0, 0, 0), ALLOW),
    ("sendto", (3, 0, 5, 0, 0x10, 16), refused(errno.EACCES)),
    ("sendto", (3, 0, 5, 0, 1 << 40, 16), refused(errno.EACCES)),
    ("prlimit64", (0, 7, 0x10), ALLOW),
    ("prlimit64", (99, 7, 0), ALLOW),
    ("prlimit64", (99, 7, 0x10), refused(errno.EPERM)),
    ("shmget", (), refused(errno.EACCES)),
]
CASES = [
    *((seccomp.NAMESPACED, case) for case in BOTH + NAMESPACED),
    *((seccomp.SHARED, case) for case in BOTH + SHARED),
]


@pytest.mark.parametrize("machine", syscalls.AUDIT_ARCHITECTURE)
@pytest.mark.parametrize(("rules", "case"), CASES)
def test_filter_answers(
    machine: str, rules: tuple[seccomp.Rule, ...], case: tuple[str, tuple[int, ...], int]
) -> None:
    call, arguments, expected = case
    assert answer(rules, machine, call, *arguments) == expected


def test_foreign_architectures_are_killed_and_x32_is_refused() -> None:
    program = seccomp.assemble(seccomp.NAMESPACED, "x86_64")
    i386 = 0x40000003
    assert seccomp.refuses(program, i386, 1, ()) == KILL
    native = syscalls.AUDIT_ARCHITECTURE["x86_64"]
    assert seccomp.refuses(program, native, 0x40000001, ()) == refused(errno.ENOSYS)


HEADERS = {
    "x86_64": ["/usr/include/x86_64-linux-gnu/asm/unistd_64.h"],
    "aarch64": ["/usr/include/asm-generic/unistd.h"],
}


@pytest.mark.parametrize("machine", HEADERS)
def test_numbers_agree_with_the_kernel_headers(machine: str) -> None:
    texts = [Path(path).read_text() for path in HEADERS[machine] if Path(path).exists()]
    if not texts:
        pytest.skip("the kernel's headers are not installed")
    pattern = re.compile(r"#define __NR(?:3264)?_(\w+)\s+(\d+)")
    header = {name: int(number) for name, number in pattern.findall("".join(texts))}
    mine = syscalls.numbers(machine)
    assert {n: v for n, v in mine.items() if n in header} == {
        n: header[n] for n in mine if n in header
    }
    assert len(mine.keys() & header.keys()) > 70
