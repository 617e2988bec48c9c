"""Whether the mounts of a namespace lie where they were meant to lie.

A command that runs already could turn a directory into a link while bubblewrap mounts over it for
the next one. So running commands are stopped for that moment, and the next one is held until its
mounts have been read.
"""

from __future__ import annotations

import re
from typing import NamedTuple

HELD = 'echo >&3 && read _ <&3 && exec "$@" 3>&-'
"""What a shell inside does first: say that the mounts are made, and wait on descriptor 3."""

_ESCAPED = re.compile(r"\\([0-7]{3})")


class Mount(NamedTuple):
    """One line of /proc/PID/mountinfo: what of which file system is seen where (proc(5))."""

    device: str
    root: str
    point: str
    read_only: bool


def parse(text: str) -> dict[str, Mount]:
    """Return the topmost mount at each point."""
    found: dict[str, Mount] = {}
    for line in text.splitlines():
        fields = line.split(" ")
        root, point = (_ESCAPED.sub(_character, field) for field in fields[3:5])
        found[point] = Mount(fields[2], root, point, "ro" in fields[5].split(","))
    return found


def misplaced(text: str, paths: tuple[str, ...], roots: tuple[str, ...]) -> list[str]:
    """Return those of `paths` that are not seen read-only at their own place below a root."""
    mounts = parse(text)
    return [path for path in paths if not _in_place(path, mounts, roots)]


def _in_place(path: str, mounts: dict[str, Mount], roots: tuple[str, ...]) -> bool:
    own = mounts.get(path)
    above = [root for root in roots if path.startswith(root + "/") and root in mounts]
    if own is None or not own.read_only or not above:
        return False
    base = mounts[max(above, key=len)]
    expected = base.root.rstrip("/") + path[len(base.point) :]
    return (own.device, own.root) == (base.device, expected)


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1], 8))
