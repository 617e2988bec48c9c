"""What an attempt to break out is: a clause, and a shell or a Python script.

Scripts find their targets in variables: OUT (a directory outside), SECRET (a file there that
holds a secret word), WS, PORT, UDP, SOCK, DGRAM, ABSTRACT, VICTIM (a process of the host), MARK
(a word that names leftovers). An attempt counts as through when the host sees an effect (see
`arena.effects`), or when it prints BROKEN where only the inside can tell.
"""

from __future__ import annotations

from dataclasses import dataclass

from quire.sandbox import syscalls


@dataclass(frozen=True)
class Attack:
    """One attempt; `root` marks those that have an effect without walls only for root."""

    name: str
    clause: str
    script: str
    python: bool = False
    root: bool = False
    landlock: bool = True  # False: tier B does not claim to stop this one


def sh(clause: str, *pairs: tuple[str, str], root: bool = False) -> list[Attack]:
    return [Attack(name, clause, script, root=root) for name, script in pairs]


def py(
    clause: str, *pairs: tuple[str, str], root: bool = False, landlock: bool = True
) -> list[Attack]:
    head = "import ctypes, os, signal, socket, struct, sys, time\nE = os.environ\n"
    return [Attack(n, clause, head + s, True, root, landlock) for n, s in pairs]


_CALL = (
    "l = ctypes.CDLL(None, use_errno=True)\n"
    "r = l.syscall({arguments})\n"
    "e = ctypes.get_errno()\n"
    "print('BROKEN' if r >= 0 or e not in (1, 13, 38) else 'held', r, e)\n"
)


def call(name: str, *arguments: object) -> str:
    """Return a script that makes a system call and says BROKEN when the kernel took it up."""
    words = (syscalls.number(name), *arguments)
    return _CALL.format(arguments=", ".join(str(word) for word in words))
