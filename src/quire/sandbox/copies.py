"""Copies of a workspace, each for one attempt: a git worktree where the workspace has git.

They hold the files as they are now, ignored ones included. Caches are left out; environments and
installed packages are shared by a link, which commands can read and not write. A copy goes with
its owner; that of an owner which was killed goes with the next start.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec import Struct

from quire.errors import RefusedError
from quire.sandbox.git import git
from quire.sandbox.policy import BROAD_PLACES, account_home
from quire.sandbox.private import Private, abandoned, discard

_REPOSITORY = "repository"
"""The file that names the repository in which git knows the worktree."""
_TREE = "tree"
_SHARED = "node_modules"


class Copy(Struct, frozen=True):
    """A copy of a workspace; `shared` are the folders that it has in common with the original."""

    workspace: Path
    shared: tuple[Path, ...]


@asynccontextmanager
async def copied(workspace: Path, place: Path, left_out: Collection[str]) -> AsyncIterator[Copy]:
    """Give a copy of `workspace` below `place`, without the folders `left_out`; remove it after.

    Raises RefusedError where it cannot be made.
    """
    real = workspace.resolve()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = Private(place)
    try:
        top = await _top(real)
        target = private.path / _TREE / (top or real).name
        target.parent.mkdir()
        if top is not None:
            (private.path / _REPOSITORY).write_text(str(top), encoding="utf-8")
            await _added(top, target)
        try:
            shared = await asyncio.to_thread(lambda: tuple(_copy(top or real, target, left_out)))
        except OSError as error:
            raise RefusedError(
                f"{real} cannot be copied: {error.strerror}",
                hint="Free some space, or set agent.attempts = 1.",
            ) from error
        yield Copy(target / real.relative_to(top or real), shared)
    finally:
        await _forgotten(private.path)
        await asyncio.to_thread(private.remove)


async def sweep(place: Path) -> None:
    """Remove the copies below `place` whose owners have died."""
    if place.is_dir():
        for path, lock in abandoned(place):
            await _forgotten(path)
            await asyncio.to_thread(discard, path)
            os.close(lock)


async def _top(workspace: Path) -> Path | None:
    """Return the root of the repository that holds `workspace`, None where git knows no commit."""
    try:
        told = await git(("rev-parse", "--show-toplevel", "HEAD"), work_tree=workspace)
    except RefusedError:
        return None
    if told.exit_code != 0:
        return None
    top = Path(os.fsdecode(told.stdout).split("\n")[0])
    return None if str(top) in BROAD_PLACES or top == account_home() else top


async def _added(top: Path, target: Path) -> None:
    """Make an empty worktree that stands where the repository stands.

    Where git does not, it is a plain folder.
    """
    words = ("worktree", "add", "--quiet", "--detach", "--no-checkout", str(target), "HEAD")
    made = await git(words, work_tree=top)
    if made.exit_code == 0:
        await git(("read-tree", "HEAD"), work_tree=target)


async def _forgotten(folder: Path) -> None:
    """Let the repository forget the worktree in a private folder; others it does not touch."""
    name = folder / _REPOSITORY
    if not name.is_file():
        return
    top = Path(name.read_text(encoding="utf-8"))
    if top.is_dir():
        target = folder / _TREE / top.name
        await git(("worktree", "remove", "--force", "--force", str(target)), work_tree=top)


def _copy(source: Path, target: Path, left_out: Collection[str]) -> Iterator[Path]:
    """Copy a folder, and yield the folders that are shared instead.

    What goes away in the meantime, as the files of a running server do, is left out.
    """
    target.mkdir(exist_ok=True)
    with os.scandir(source) as entries:
        for entry in entries:
            if entry.name == ".git":
                continue
            try:
                yield from _entry(entry, target / entry.name, left_out)
            except FileNotFoundError:
                if os.path.lexists(entry.path):
                    raise


def _entry(entry: os.DirEntry[str], there: Path, left_out: Collection[str]) -> Iterator[Path]:
    here = Path(entry.path)
    if entry.is_symlink():
        there.symlink_to(here.readlink())
    elif entry.is_dir():
        yield from _folder(here, there, left_out)
    elif entry.is_file() and os.access(here, os.R_OK):
        shutil.copy2(here, there)


def _folder(here: Path, there: Path, left_out: Collection[str]) -> Iterator[Path]:
    if here.name == _SHARED or (here / "pyvenv.cfg").is_file():
        there.symlink_to(here)
        yield here
    elif here.name not in left_out and os.access(here, os.R_OK | os.X_OK):
        yield from _copy(here, there, left_out)
