"""What is tried changes nothing that stays: neither made-up calls nor code that is half right."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Which arguments of an audit event name what is changed, each with the one that may hold a
# descriptor of the folder that it lies in (Python's table of audit events).
_CHANGED = {
    "os.chmod": ((0, 2),), "os.chown": ((0, 3),), "os.link": ((1, 3),), "os.mkdir": ((0, 2),),
    "os.remove": ((0, 1),), "os.rename": ((0, 2), (1, 3)), "os.rmdir": ((0, 1),),
    "os.symlink": ((1, 2),), "os.truncate": ((0,),), "os.utime": ((0, 3),),
    "sqlite3.connect": ((0,),),
}  # fmt: skip
_MADE = ("os.link", "os.mkdir", "os.rename", "os.symlink", "sqlite3.connect")
_NOTED = frozenset(("open", "os.remove", *_MADE))  # others, of which there are many, pass at once
_NEVER = ("os.exec", "os.kill", "os.killpg", "os.posix_spawn", "os.system", "subprocess.Popen")
_REFUSED = frozenset(("open", *_CHANGED, *_NEVER))
_IN_MEMORY = ("", ":memory:")


def harmless(root: Path) -> None:
    """Refuse this process, for good, what changes files outside the temporary folder.

    What lies below `root` stays as it is wherever that lies. No program is started and no process
    ended: a call that was made up may name any. Refused is what a missing right would refuse.
    """
    own, free = os.path.realpath(root), os.path.realpath(tempfile.gettempdir())

    def stays(real: str) -> bool:
        return _below(real, own) or not (_below(real, free) or real in ("", os.devnull))

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if event not in _REFUSED:
            return
        if event == "open":
            refused = _flags(arguments) & _WRITES != 0 and stays(_real(arguments, 0))
        elif event in _CHANGED:
            refused = any(stays(_real(arguments, *places)) for places in _CHANGED[event])
        else:
            refused = True
        if refused:
            raise PermissionError(1, "Operation not permitted")

    sys.addaudithook(hear)


class Leavings:
    """Files and folders that this process makes below `root` from now on, to be removed again.

    A change of a path makes tests write where none of them would. What was there before, as the
    files that tests leave behind, stays.
    """

    def __init__(self, root: Path) -> None:
        """Begin to listen; that has no end in this process."""
        self._root = os.path.realpath(root)
        self._made: list[str] = []
        sys.addaudithook(self._hear)

    def clear(self) -> None:
        """Remove what was made since the last time and is still there."""
        made, self._made = self._made, []
        for path in reversed(made):
            with contextlib.suppress(OSError):  # it went by itself, or somebody put something in
                found = Path(path)
                found.rmdir() if found.is_dir() and not found.is_symlink() else found.unlink()

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if event not in _NOTED:
            return
        if event == "open":
            if _flags(arguments) & os.O_CREAT:
                self._note(_real(arguments, 0))
        elif event in _MADE:
            self._note(_real(arguments, *_CHANGED[event][-1]))
        elif self._made:
            path = _real(arguments, *_CHANGED[event][0])
            self._made = [made for made in self._made if made != path]

    def _note(self, real: str) -> None:
        if _below(real, self._root) and not os.path.lexists(real):
            self._made.append(real)


def _flags(opening: tuple[object, ...]) -> int:
    return opening[2] if isinstance(opening[2], int) else 0


def _real(arguments: tuple[object, ...], place: int, folder: int | None = None) -> str:
    """Give the path that an audit event names, nothing for descriptors and what is in memory."""
    path = arguments[place]
    if not isinstance(path, (str, bytes, os.PathLike)) or path in _IN_MEMORY:
        return ""
    held = arguments[folder] if folder is not None else None
    around = f"/proc/self/fd/{held}" if isinstance(held, int) and held >= 0 else ""
    return os.path.realpath(Path(around) / os.fsdecode(path))


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
