"""Snapshots: a workspace goes back to what it was, byte for byte, and nothing else moves."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from quire.agent.shadow import make
from quire.agent.snapshots import Snapshots
from quire.errors import StoreError
from quire.protocol.records import Change


def filled(path: Path, files: dict[str, bytes]) -> Path:
    """Write files below a folder and return it."""
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def state(path: Path) -> dict[str, tuple[int, bytes | str]]:
    """Return the mode and content of every file below a folder, `.git` folders left out."""
    return {
        str(file.relative_to(path)): (
            file.lstat().st_mode,
            str(file.readlink()) if file.is_symlink() else file.read_bytes(),
        )
        for file in sorted(path.rglob("*"))
        if (file.is_file() or file.is_symlink()) and ".git" not in file.relative_to(path).parts
    }


FILES = {
    "a.py": b"one\r\ntwo\nno end",
    "empty": b"",
    "deep/er/b.bin": bytes(range(256)) * 9,
    "with space/\xc3\xa4\n.txt".encode().decode("latin-1"): b"odd name",
    ".gitattributes": b"* text=auto eol=crlf\n*.py ident\n*.bin filter=evil\n",
    ".gitignore": b"ignored/\n*.log\n",
}


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Return a workspace that holds files of many kinds."""
    path = filled(tmp_path / "work", {**FILES, "ignored/x": b"1", "y.log": b"1"})
    (path / "run.sh").write_text("#!/bin/sh\n")
    (path / "run.sh").chmod(0o755)
    (path / "link").symlink_to("a.py")
    (path / "dangling").symlink_to("nowhere")
    return path


def edit(work: Path) -> None:
    (work / "a.py").write_bytes(b"changed")


def add(work: Path) -> None:
    filled(work, {"new/deeper/file": b"n", "b": b"n"})


def delete(work: Path) -> None:
    (work / "deep/er/b.bin").unlink()
    (work / "empty").unlink()


def make_executable(work: Path) -> None:
    (work / "a.py").chmod(0o755)
    (work / "run.sh").chmod(0o644)


def relink(work: Path) -> None:
    (work / "link").unlink()
    (work / "link").symlink_to("empty")


def file_to_folder(work: Path) -> None:
    (work / "a.py").unlink()
    filled(work, {"a.py/inside": b"x"})


def folder_to_file(work: Path) -> None:
    (work / "deep/er/b.bin").unlink()
    (work / "deep/er").rmdir()
    (work / "deep").rmdir()
    (work / "deep").write_bytes(b"file")


def folder_to_link(work: Path) -> None:
    (work / "deep").rename(work / "moved")
    (work / "deep").symlink_to("moved")


def hide_by_ignoring(work: Path) -> None:
    (work / ".gitignore").write_bytes(b"hidden\na.py\n")
    filled(work, {"hidden": b"h", "a.py": b"changed"})


def same_size_same_time(work: Path) -> None:
    before = (work / "a.py").stat()
    (work / "a.py").write_bytes(bytes(reversed(FILES["a.py"])))
    os.utime(work / "a.py", ns=(before.st_atime_ns, before.st_mtime_ns))


EDITS: tuple[Callable[[Path], None], ...] = (
    edit,
    add,
    delete,
    make_executable,
    relink,
    file_to_folder,
    folder_to_file,
    folder_to_link,
    hide_by_ignoring,
    same_size_same_time,
)


@pytest.mark.parametrize("change", EDITS)
def test_a_workspace_goes_back(tmp_path: Path, work: Path, change: Callable[[Path], None]) -> None:
    async def scene() -> None:
        before = state(work)
        snapshots = Snapshots(tmp_path, work)
        tree = await snapshots.take()
        change(work)
        assert state(work) != before
        changed = await snapshots.take()
        assert changed != tree
        await snapshots.restore(tree)
        assert state(work) == before
        assert await snapshots.take() == tree
        again = Snapshots(tmp_path, work)
        await again.restore(changed)
        assert await again.take() == changed

    asyncio.run(scene())


def test_only_what_differs_is_touched(tmp_path: Path, work: Path) -> None:
    async def scene() -> None:
        snapshots = Snapshots(tmp_path, work)
        tree = await snapshots.take()
        old = {path: path.lstat().st_mtime_ns for path in work.rglob("*") if path.is_file()}
        edit(work)
        filled(work, {"ignored/x": b"2", "z.log": b"2", "__pycache__/m.pyc": b"2"})
        await snapshots.restore(tree)
        new = {path: path.lstat().st_mtime_ns for path in old}
        assert {path.name for path in old if new[path] != old[path]} == {"a.py", "x"}
        assert (work / "ignored/x").read_bytes() == b"2"
        assert (work / "z.log").read_bytes() == b"2"
        assert (work / "__pycache__/m.pyc").exists()

    asyncio.run(scene())


def test_what_installing_a_project_leaves_is_no_work(tmp_path: Path, work: Path) -> None:
    async def scene() -> None:
        snapshots = Snapshots(tmp_path, work)
        tree = await snapshots.take()
        filled(work, {"src/shop.egg-info/PKG-INFO": b"Name: shop\n", "new.py": b""})
        changes = await snapshots.changes(tree, await snapshots.take())
        assert [change.path for change in changes] == ["new.py"]

    asyncio.run(scene())


def test_an_unchanged_workspace_costs_no_process(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        snapshots = Snapshots(tmp_path, work)
        await asyncio.sleep(0.06)
        tree = await snapshots.take()
        monkeypatch.setattr("quire.agent.snapshots.git", None)
        assert await snapshots.take() == tree
        assert await Snapshots(tmp_path, work).take() == tree
        assert await snapshots.changes(tree, tree) == ()

    asyncio.run(scene())


def git(work: Path, *args: str) -> None:
    """Run git as a person would."""
    flags = ("-c", "user.name=n", "-c", "user.email=e@example.org")
    subprocess.run(("git", *flags, *args), cwd=work, check=True, capture_output=True)


def test_the_persons_own_repository_is_not_touched(tmp_path: Path, work: Path) -> None:
    async def scene() -> None:
        git(work, "init", "-q")
        git(work, "add", "a.py")
        git(work, "commit", "-q", "-m", "m")
        files = [path for path in (work / ".git").rglob("*") if path.is_file()]
        before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}
        snapshots = Snapshots(tmp_path, work)
        tree = await snapshots.take()
        edit(work)
        await snapshots.restore(tree)
        after = [path for path in (work / ".git").rglob("*") if path.is_file()]
        assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in after} == before

    asyncio.run(scene())


@pytest.mark.parametrize("committed", [True, False])
def test_inner_repositories_are_taken_in(tmp_path: Path, work: Path, committed: bool) -> None:
    async def scene() -> None:
        inner = filled(work / "inner", {"i.py": b"1", "sub/j.py": b"1", ".gitignore": b"k\n"})
        filled(inner, {"k": b"1"})
        git(inner, "init", "-q")
        if committed:
            git(inner, "add", ".")
            git(inner, "commit", "-q", "-m", "m")
        before = state(work)
        snapshots = Snapshots(tmp_path, work)
        tree = await snapshots.take()
        filled(inner, {"i.py": b"2", "sub/new": b"2"})
        (inner / "sub/j.py").unlink()
        await snapshots.restore(tree)
        assert state(work) == before

    asyncio.run(scene())


def test_changes_are_told_with_checksums(tmp_path: Path, work: Path) -> None:
    async def scene() -> tuple[Change, ...]:
        snapshots = Snapshots(tmp_path, work)
        before = await snapshots.take()
        edit(work)
        (work / "empty").unlink()
        filled(work, {"new": b"n"})
        make = (work / "run.sh").stat().st_mode
        (work / "run.sh").chmod(make & ~stat.S_IXUSR & ~stat.S_IXGRP & ~stat.S_IXOTH)
        return await snapshots.changes(before, await snapshots.take())

    def checksum(data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()

    script = checksum(b"#!/bin/sh\n")
    assert asyncio.run(scene()) == (
        Change("a.py", "update", checksum(FILES["a.py"]), checksum(b"changed")),
        Change("empty", "delete", checksum(b""), None),
        Change("new", "add", None, checksum(b"n")),
        Change("run.sh", "update", script, script),
    )


def test_a_file_that_cannot_be_read_is_left_alone(tmp_path: Path, work: Path) -> None:
    async def scene() -> None:
        os.mkfifo(work / "pipe")
        snapshots = Snapshots(tmp_path, work)
        tree = await snapshots.take()
        (work / "a.py").unlink()
        os.mkfifo(work / "a.py")
        await snapshots.restore(tree)
        assert (work / "a.py").read_bytes() == FILES["a.py"]
        assert (work / "pipe").is_fifo()

    asyncio.run(scene())


def test_rules_that_unhide_files_do_not_doom_them(tmp_path: Path, work: Path) -> None:
    async def scene() -> None:
        before = state(work)
        snapshots = Snapshots(tmp_path, work)
        tree = await snapshots.take()
        (work / ".gitignore").unlink()
        filled(work, {"b": b"n"})
        await snapshots.restore(tree)
        assert state(work) == before

    asyncio.run(scene())


def test_sessions_inside_the_workspace_are_no_part_of_it(work: Path) -> None:
    async def scene() -> None:
        folder = filled(work / "da[t]a !" / "sessions" / "s1", {"log.jsonl": b"1"})
        snapshots = Snapshots(folder, work)
        tree = await snapshots.take()
        filled(folder, {"log.jsonl": b"2", "outputs/1.out": b"2"})
        filled(work, {"a.py": b"changed"})
        await snapshots.restore(tree)
        assert (folder / "log.jsonl").read_bytes() == b"2"
        assert (folder / "outputs/1.out").read_bytes() == b"2"
        assert (work / "a.py").read_bytes() == FILES["a.py"]

    asyncio.run(scene())


def test_trees_are_mixed(tmp_path: Path, work: Path) -> None:
    async def scene() -> None:
        snapshots = Snapshots(tmp_path, work)
        before = await snapshots.take()
        (work / "empty").unlink()
        filled(work, {"a.py": b"changed", "deep/er/b.bin": b"changed", "new": b"n"})
        after = await snapshots.take()
        await snapshots.restore(await snapshots.mixed(after, before, ("a.py", "new", "empty")))
        assert (work / "a.py").read_bytes() == FILES["a.py"]
        assert (work / "deep/er/b.bin").read_bytes() == b"changed"
        assert (work / "empty").exists()
        assert not (work / "new").exists()
        await snapshots.restore(after)
        assert (work / "a.py").read_bytes() == b"changed"

    asyncio.run(scene())


def test_a_later_session_borrows_what_an_earlier_one_kept(tmp_path: Path, work: Path) -> None:
    async def scene() -> None:
        first, second = tmp_path / "s" / "1", tmp_path / "s" / "2"
        tree = await Snapshots(first, work).take()
        edit(work)
        later = Snapshots(second, work)
        changed = await later.take()
        kept = [path for path in (first / "snapshots/objects").rglob("*") if path.is_file()]
        assert all(path.stat().st_nlink == 2 for path in kept)
        shutil.rmtree(first)
        await later.restore(tree)
        assert (work / "a.py").read_bytes() == FILES["a.py"]
        await later.restore(changed)
        assert (work / "a.py").read_bytes() == b"changed"

    asyncio.run(scene())


def test_an_index_is_there_whole_or_not_at_all(tmp_path: Path, work: Path) -> None:
    earlier, later = (tmp_path / "data" / name / "snapshots" for name in ("a", "b"))
    make(earlier, work, work)
    size = 64 * 1024 * 1024
    with (earlier / "index").open("wb") as file:
        file.truncate(size)
    with ThreadPoolExecutor() as pool:
        made = pool.submit(make, later, work, work)
        while not (later / "index").exists() and not made.done():
            pass
        seen = (later / "index").stat().st_size
        made.result()
    assert seen == size


def test_a_damaged_earlier_session_lends_nothing(tmp_path: Path, work: Path) -> None:
    async def scene() -> None:
        first, second, third = (tmp_path / "s" / name for name in ("1", "2", "3"))
        tree = await Snapshots(first, work).take()
        objects = first / "snapshots" / "objects"
        shutil.rmtree(objects)
        objects.write_bytes(b"")
        assert await Snapshots(second, work).take() == tree
        other = filled(tmp_path / "other", {"a": b"1"})
        await Snapshots(third, other).take()
        assert not (third / "snapshots/objects" / tree[:2] / tree[2:]).exists()

    asyncio.run(scene())


def test_what_a_killed_process_left_is_cleared_away(tmp_path: Path, work: Path) -> None:
    async def scene() -> None:
        tree = await Snapshots(tmp_path, work).take()
        lock = tmp_path / "snapshots" / "index.lock"
        lock.touch()
        os.utime(lock, (1, 1))
        (tmp_path / "snapshots" / "HEAD").unlink()
        edit(work)
        again = Snapshots(tmp_path, work)
        assert await again.take() != tree
        await again.restore(tree)
        assert (work / "a.py").read_bytes() == FILES["a.py"]

    asyncio.run(scene())


def test_an_empty_workspace_has_a_tree_too(tmp_path: Path) -> None:
    async def scene() -> None:
        work = tmp_path / "work"
        work.mkdir()
        snapshots = Snapshots(tmp_path, work)
        tree = await snapshots.take()
        filled(work, {"a": b"1", "b/c": b"1"})
        await snapshots.restore(tree)
        assert list(work.iterdir()) == []

    asyncio.run(scene())


def test_a_tree_that_is_not_there_is_said(tmp_path: Path, work: Path) -> None:
    async def scene() -> None:
        with pytest.raises(StoreError, match="bad object"):
            await Snapshots(tmp_path, work).restore("1" * 40)

    asyncio.run(scene())


def test_the_tree_of_the_last_turn_is_remembered(tmp_path: Path, work: Path) -> None:
    async def scene() -> None:
        snapshots = Snapshots(tmp_path, work)
        assert snapshots.latest == ""
        tree = await snapshots.take()
        snapshots.remember(tree)
        assert Snapshots(tmp_path, work).latest == tree
        (tmp_path / "snapshots" / "state.json").write_bytes(b"{torn")
        assert Snapshots(tmp_path, work).latest == ""

    asyncio.run(scene())


SPEAKS = """
import asyncio, sys
from pathlib import Path
from quire.agent.shadow import make
from quire.agent.snapshots import Snapshots

async def main(work, folder):
    snapshots = Snapshots(folder, work)
    print("before", flush=True)
    found = await snapshots.take()
    (work / "a.py").write_text("changed")
    print("meanwhile", flush=True)
    left = await snapshots.take()
    told = [change.path for change in await snapshots.changes(found, left)]
    await snapshots.restore(found)
    print("after", told, flush=True)

asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
"""


def test_what_quire_says_into_a_file_of_the_workspace_is_no_change_and_stays(
    tmp_path: Path,
) -> None:
    work = filled(tmp_path / "work", {"a.py": b"one\n"})
    command = [sys.executable, "-c", SPEAKS, str(work), str(tmp_path / "kept")]
    with (work / "answer.txt").open("wb") as answer:
        subprocess.run(command, stdout=answer, check=True)
    assert (work / "answer.txt").read_text() == "before\nmeanwhile\nafter ['a.py']\n"
    assert (work / "a.py").read_bytes() == b"one\n"
