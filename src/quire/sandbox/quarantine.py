"""What a command planted is moved out of the workspace, where nothing will run it."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from quire.errors import RefusedError
from quire.sandbox.files import Root
from quire.sandbox.survey import Mark


def refuse_links(marks: Iterable[Mark]) -> None:
    """Raise RefusedError for a protected name that is a symbolic link: it cannot be walled."""
    for mark in marks:
        if mark.kind == "link":
            raise RefusedError(
                f"{mark.path} is a symbolic link, and what it points to cannot be protected.",
                hint="Replace the link by the directory itself, or remove it.",
                param="workspace",
            )


def planted(before: Iterable[Mark], after: Iterable[Mark], *, read_only: bool) -> list[Mark]:
    """Return the marks that are new: another inode, or a known one at another place.

    With `read_only` walls a known directory may move with its parent: its content could not
    change. A `.git` file never may, since the relative path in it would mean something else.
    """
    places = {(mark.path, mark.device, mark.inode) for mark in before}
    settled = {(m.device, m.inode) for m in before if read_only and m.kind == "directory"}
    return [
        mark
        for mark in after
        if mark.kind != "socket"
        and (mark.path, mark.device, mark.inode) not in places
        and not (mark.kind == "directory" and (mark.device, mark.inode) in settled)
    ]


def move_aside(marks: Iterable[Mark], roots: tuple[Path, ...], shelf: Path) -> tuple[str, ...]:
    """Move each mark below `shelf` and return a line for each.

    Parents are opened by handles that follow no link, so that a swapped directory cannot
    make this move something of the host.
    """
    findings: list[str] = []
    for mark in marks:
        root = next((root for root in roots if mark.path.is_relative_to(root)), None)
        if root is None:
            continue
        target = shelf / f"{secrets.token_hex(4)}-{mark.path.name}"
        shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _move(root, mark, target):
            findings.append(f"quarantined: {mark.path.relative_to(root)} -> {target}")
    return tuple(findings)


def _move(root: Path, mark: Mark, target: Path) -> bool:
    """Move the very thing that was marked; return False when it is gone or another by now."""
    above = mark.path.parent.relative_to(root)
    name = "" if above == Path() else str(above)
    with Root(root, protected=()) as handle:
        try:
            with handle.directory(name) as parent:
                if os.lstat(mark.path.name, dir_fd=parent).st_ino != mark.inode:
                    return False
                os.rename(mark.path.name, target, src_dir_fd=parent)
        except (FileNotFoundError, NotADirectoryError, RefusedError):
            return False  # another command moved it; the look after that one finds it again
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            # Another file system: copy through the handle's own path, then remove.
            with handle.directory(name) as parent:
                _copy_away(Path(f"/proc/self/fd/{parent}") / mark.path.name, target)
    return True


def move_path(source: Path, target: Path) -> None:
    """Move a file, link or tree, also to another file system; links are not followed."""
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy_away(source, target)


def _copy_away(source: Path, target: Path) -> None:
    if source.is_dir() and not source.is_symlink():
        shutil.copytree(source, target, symlinks=True, ignore_dangling_symlinks=True)
        shutil.rmtree(source)
        return
    shutil.copy2(source, target, follow_symlinks=False)
    source.unlink()
