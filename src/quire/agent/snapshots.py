"""Snapshots of a workspace, kept beside the session and never in the person's own repository.

They are trees of a git repository of Quire's own. What .gitignore leaves out is left alone, and
so are caches; repositories inside the workspace are taken in as plain files, without their .git.
Nothing is fsynced: after a loss of power a snapshot may be gone, never the workspace.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from quire.agent import shadow
from quire.agent.enclosing import root_above
from quire.agent.workspace import delete, mark_of, plain
from quire.errors import StoreError
from quire.protocol.records import Change
from quire.sandbox.git import git

_KINDS: dict[str, Literal["add", "update", "delete"]] = {"A": "add", "D": "delete"}
_NO_BLOB = "0" * 40
_SECONDS = 600.0
_LOCK_POLL = 0.05


class _State(Struct, frozen=True):
    """What the last snapshot was: its tree, the workspace's mark, the tree of the last turn.

    `base` is the workspace as the turn found it, with what others changed since; `seen` is what
    the last call of the turn left behind, nothing while one runs.
    """

    tree: str = ""
    mark: str = ""
    latest: str = ""
    base: str = ""
    seen: str = ""


class Snapshots:
    """The snapshots of one workspace; see `Session.folder` for where they are kept."""

    def __init__(self, folder: Path, workspace: Path) -> None:
        """Keep snapshots of `workspace` below `folder`, which is made when it is needed."""
        self._git_dir = folder / "snapshots"
        self._workspace = workspace
        real = workspace.resolve()
        self._top = root_above(real) or real
        self._state = _read_state(self._git_dir)
        self._differing: tuple[str, str, tuple[Change, ...]] = ("", "", ())  # asked for last

    @property
    def latest(self) -> str:
        """The tree that the last turn left behind, empty where none is known."""
        return self._state.latest

    async def take(self) -> str:
        """Return the tree of the workspace as it is; where nothing changed no git is started.

        Raises StoreError when a file cannot be taken in.
        """
        mark = await asyncio.to_thread(mark_of, self._workspace)
        if mark and mark == self._state.mark:
            return self._state.tree
        await self._ready()
        await self._index(_but_said(self._workspace, await self._files(self._workspace)))
        tree = (await self._git("write-tree")).decode().strip()
        self._keep(msgspec.structs.replace(self._state, tree=tree, mark=mark))
        return tree

    async def _ready(self) -> None:
        """Make the repository if there is none; wait for a git that outlived a killed Quire."""
        if not shadow.is_whole(self._git_dir):
            await asyncio.to_thread(shadow.make, self._git_dir, self._workspace, self._top)
        while not shadow.unlocked(self._git_dir):
            await asyncio.sleep(_LOCK_POLL)

    def remember(self, tree: str) -> None:
        """Note the tree that a turn leaves behind, to tell later changes from the agent's."""
        self._keep(msgspec.structs.replace(self._state, latest=tree))

    @property
    def base(self) -> str:
        """The workspace as the last turn found it, with what others changed while it ran."""
        return self._state.base

    def undone(self, tree: str) -> None:
        """Note that the last turn is taken back, and that it left `tree`."""
        self._keep(msgspec.structs.replace(self._state, latest=tree, base="", seen=""))

    async def begin(self) -> str:
        """Return the tree that a turn begins with."""
        tree = await self.take()
        self._keep(msgspec.structs.replace(self._state, base=tree, seen=tree))
        return tree

    async def found(self) -> str:
        """Return the workspace as the turn found it, but for what others changed since.

        That is all that changed while no call ran, save in files that the turn has changed itself.
        Nothing where no turn has begun.
        """
        now, base, seen = await self.take(), self._state.base, self._state.seen
        if base and seen and seen != now:
            own = {change.path for change in await self._compared(base, seen)}
            others = [change.path for change in await self._compared(seen, now)]
            paths = [path for path in others if path not in own]
            base = await self.mixed(base, now, paths) if paths else base
        self._keep(msgspec.structs.replace(self._state, base=base, seen=now))
        return base

    async def acting(self) -> None:
        """Note that a call of the turn begins: what changes from now on is its own."""
        await self.found()
        self._keep(msgspec.structs.replace(self._state, seen=""))

    async def acted(self) -> None:
        """Note that no call of the turn runs any more."""
        self._keep(msgspec.structs.replace(self._state, seen=await self.take()))

    async def restore(self, tree: str) -> None:
        """Make the workspace what it was: add, delete and revert only what differs.

        What the .gitignore files of `tree` leave out stays, even if those of now do not.
        Raises StoreError.
        """
        await self._go_to(tree)
        if await self.take() != tree:  # files that a changed .gitignore had hidden
            await self._go_to(tree)
        self._keep(msgspec.structs.replace(self._state, mark=""))

    async def _go_to(self, tree: str) -> None:
        current = await self.take()
        listing = await self._git("diff-tree", "-r", "-z", "--no-renames", current, tree)
        rows = list(_rows(listing))
        extra = [path for path, _, _, status in rows if status == "D"]
        other = [path for path, _, _, status in rows if status != "D"]
        rules = [path for path in other if path.rpartition(b"/")[2] == b".gitignore"]
        await self._git("read-tree", "--reset", tree)
        await self._write(rules)
        delete(self._workspace, await self._unwanted(extra))
        await self._write(other)
        self._keep(msgspec.structs.replace(self._state, mark=""))

    async def _write(self, paths: Sequence[bytes]) -> None:
        """Write the files of the index at `paths`."""
        if paths:
            await self._git("checkout-index", "-f", "-u", "-z", "--stdin", stdin=_told(paths))

    async def _unwanted(self, paths: Sequence[bytes]) -> list[bytes]:
        """Return those of `paths` that the rules now in place do not ignore."""
        if not paths:
            return []
        told = _told(paths)
        words = (*self._there, "check-ignore", "--no-index", "-z", "--stdin")
        listing = await self._git(*words, stdin=told, fine=(0, 1), at=self._top)
        ignored = frozenset(listing.split(b"\0"))
        return [path for path in paths if path not in ignored]

    async def mixed(self, tree: str, other: str, paths: Sequence[str]) -> str:
        """Return a tree like `tree` in which the files at `paths` are as in `other`."""
        wanted = {path.encode() for path in paths}
        removed = b"".join(b"0 %b\t%b\0" % (_NO_BLOB.encode(), path) for path in sorted(wanted))
        rows = (await self._git("ls-tree", "-r", "-z", other)).split(b"\0")
        kept = (row for row in rows if row.partition(b"\t")[2] in wanted)
        listing = b"".join(row + b"\0" for row in kept)
        index = self._git_dir / "mixed"
        await self._git("read-tree", tree, index=index)
        told = removed + listing
        await self._git("update-index", "-z", "--index-info", stdin=told, index=index)
        return (await self._git("write-tree", index=index)).decode().strip()

    async def content(self, tree: str, path: str) -> bytes:
        """Return the file at `path` as it is in `tree`, nothing where it is not."""
        listing = await self._git("ls-tree", "-z", tree, "--", path)
        if not listing:
            return b""
        return await self._git("cat-file", "blob", listing.split(b"\t")[0].split()[-1].decode())

    async def changes(self, before: str, after: str) -> tuple[Change, ...]:
        """Return what differs between two trees, by path."""
        if before == after:
            return ()
        if self._differing[:2] != (before, after):
            self._differing = (before, after, await self._compared(before, after))
        return self._differing[2]

    async def _compared(self, before: str, after: str) -> tuple[Change, ...]:
        listing = await self._git("diff-tree", "-r", "-z", "--no-renames", before, after)
        rows = list(_rows(listing))
        blobs = {blob for _, old, new, _ in rows for blob in (old, new)} - {_NO_BLOB}
        sums = await self._checksums(sorted(blobs))
        return tuple(
            Change(
                path=path.decode("utf-8", "replace"),
                kind=_KINDS.get(status, "update"),
                before=sums.get(old),
                after=sums.get(new),
            )
            for path, old, new, status in rows
        )

    async def lines(self, before: str, after: str) -> int:
        """Return how many lines were added and removed between two trees; a binary file is one."""
        told = await self._git("diff-tree", "-r", "-z", "--numstat", "--no-renames", before, after)
        counts = (row.split(b"\t")[:2] for row in told.split(b"\0")[:-1])
        return sum(int(each) if each.isdigit() else 1 for row in counts for each in row)

    async def adopt(self, folder: Path) -> None:
        """Know the trees of the snapshots that another session keeps below `folder`, too."""
        await self._ready()
        await asyncio.to_thread(shadow.lend, folder / "snapshots", self._git_dir)

    async def diff(self, before: str, after: str) -> str:
        """Return what differs between two trees as a unified diff, for people."""
        told = await self._git("diff-tree", "-r", "-p", "--no-renames", before, after)
        return told.decode("utf-8", "replace")

    async def _files(self, folder: Path) -> list[bytes]:
        """Return the paths of every file that counts, those of inner repositories included."""
        listing = b""
        if folder == self._workspace and self._there[1] != ".":
            listing = await self._seen_from_above()
        words = ("-z", "-c", "-o", "--exclude-standard")
        listing = listing or await self._git("ls-files", *words, at=folder)
        files: list[bytes] = []
        for path in dict.fromkeys(listing.split(b"\0")[:-1]):
            if path.endswith(b"/"):
                inner = await self._files(folder / os.fsdecode(path))
                files += [path + name for name in inner]
            else:
                files.append(path)
        return files

    async def _seen_from_above(self) -> bytes:
        """Return what `_files` lists where the rules of the repository around hold as well.

        Nothing where they ignore the workspace as a whole: then they say nothing about it.
        """
        words, index = ("ls-files", "-z", "-o", "--exclude-standard"), self._git_dir / "none"
        found = await self._git(*self._there, *words, at=self._top, index=index)
        return found and found + await self._git("ls-files", "-z", "-c")

    @property
    def _there(self) -> tuple[str, ...]:
        """The words that let git, started at the top of the repository, work in the workspace."""
        return ("-C", str(self._workspace.resolve().relative_to(self._top)))

    async def _index(self, files: Sequence[bytes]) -> None:
        """Make the index hold `files` as they are; what is no readable file is left out."""
        options = ("-z", "--add", "--remove", "--replace", "--stdin")
        try:
            await self._git("update-index", *options, stdin=_told(files))
        except StoreError:
            whole = await asyncio.to_thread(plain, self._workspace, files)
            if len(whole) == len(files):
                raise
            gone = _told(sorted(frozenset(files).difference(whole)))
            await self._git("update-index", "--force-remove", "-z", "--stdin", stdin=gone)
            await self._git("update-index", *options, stdin=_told(whole))

    async def _checksums(self, blobs: Sequence[str]) -> dict[str, str]:
        """Return the SHA-256 of the contents of blobs, in hex."""
        told = "".join(f"{blob}\n" for blob in blobs).encode()
        output = memoryview(await self._git("cat-file", "--batch", stdin=told))
        sums: dict[str, str] = {}
        place = 0
        for blob in blobs:
            head_end = place + bytes(output[place : place + 200]).index(b"\n")
            size = int(bytes(output[place:head_end]).split()[-1])
            content = output[head_end + 1 : head_end + 1 + size]
            sums[blob] = hashlib.sha256(content).hexdigest()
            place = head_end + size + 2
        return sums

    async def _git(
        self,
        *args: str,
        stdin: bytes = b"",
        at: Path | None = None,
        fine: tuple[int, ...] = (0,),
        index: Path | None = None,
    ) -> bytes:
        outcome = await git(
            args,
            work_tree=at or self._workspace,
            git_dir=self._git_dir,
            stdin=stdin,
            environment=(("GIT_INDEX_FILE", str(index)),) if index else (),
            seconds=_SECONDS,
        )
        if outcome.exit_code not in fine:
            words = args[2:] if args[0] == "-C" else args
            said = outcome.stderr.decode("utf-8", "replace").strip().splitlines()
            why = said[-1] if said else "no answer"
            raise StoreError(
                f"The workspace cannot be kept: git {words[0]}: {why}",
                hint="A file that cannot be read can be named in .gitignore.",
            )
        return outcome.stdout

    def _keep(self, state: _State) -> None:
        self._state = state
        if self._git_dir.is_dir():
            fresh = self._git_dir / "state.json.new"
            fresh.write_bytes(msgspec.json.encode(state))
            fresh.replace(self._git_dir / "state.json")


def _but_said(workspace: Path, files: list[bytes]) -> list[bytes]:
    """Leave out the files that this program's own words go to: `quire exec … > answer.txt`."""
    said = {_file(number) for number in (1, 2)} - {None}
    if not said:
        return files
    return [each for each in files if _file(workspace / os.fsdecode(each)) not in said]


def _file(place: int | Path) -> tuple[int, int] | None:
    """Tell which plain file is at a path or behind an open end, None where there is none."""
    try:
        found = os.fstat(place) if isinstance(place, int) else place.lstat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def _read_state(git_dir: Path) -> _State:
    try:
        return msgspec.json.decode((git_dir / "state.json").read_bytes(), type=_State)
    except (OSError, msgspec.MsgspecError):
        return _State()  # no snapshot yet, or one that was cut off: the next is taken afresh


def _told(paths: Sequence[bytes]) -> bytes:
    return b"".join(path + b"\0" for path in paths)


def _rows(listing: bytes) -> Iterator[tuple[bytes, str, str, str]]:
    """Yield path, blob before, blob after and status of each line of `git diff-tree -z`."""
    fields = listing.split(b"\0")[:-1]
    for facts, path in zip(fields[::2], fields[1::2], strict=True):
        _, _, old, new, status = facts.decode().removeprefix(":").split(" ")
        yield path, old, new, status
