"""Changes by directory handles: plain names work, hostile ones are refused."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from quire.errors import RefusedError
from quire.sandbox.files import Root


@pytest.fixture
def root(workspace: Path) -> Root:
    return Root(workspace)


def test_write_read_rename_delete(root: Root, workspace: Path) -> None:
    root.write("a/b/c.txt", b"one")
    assert root.read("a/b/c.txt") == b"one"
    root.rename("a/b/c.txt", "d/e.txt")
    assert (root.exists("a/b/c.txt"), root.exists("d/e.txt")) == (False, True)
    root.delete("d/e.txt")
    assert sorted(str(p.relative_to(workspace)) for p in workspace.rglob("*")) == ["a", "a/b", "d"]


def test_permission_bits_stay_and_set_id_bits_do_not(root: Root, workspace: Path) -> None:
    script = workspace / "run.sh"
    script.write_text("old")
    script.chmod(0o6755)
    root.write("run.sh", b"new")
    assert stat.S_IMODE(script.stat().st_mode) == 0o755
    root.write("run.sh", b"new", mode=0o4700)
    assert stat.S_IMODE(script.stat().st_mode) == 0o700


def test_a_hard_link_is_cut_not_followed(root: Root, workspace: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("keep")
    os.link(outside, workspace / "inside")
    root.write("inside", b"changed")
    assert (outside.read_text(), (workspace / "inside").read_text()) == ("keep", "changed")


HOSTILE = [
    "", ".", "..", "/etc/passwd", "../x", "a/../../x", "a//b", "./a", "a/.", "a\0b", "a\\b",
    ".git/config", ".GIT/config", "sub/.git/hooks/pre-commit", ".quire/x", ".vscode/tasks.json",
    "link/x", "file-link", "dir/deep-link/x", "x" * 256,
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("verb", ["read", "write", "delete", "rename to", "rename from"])
def test_hostile_names_are_refused(
    name: str, verb: str, root: Root, workspace: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x").write_text("keep")
    (workspace / "dir").mkdir()
    (workspace / "plain").write_text("plain")
    (workspace / "link").symlink_to(outside)
    (workspace / "dir/deep-link").symlink_to(outside)
    (workspace / "file-link").symlink_to(outside / "x")
    actions: dict[str, Callable[[], object]] = {
        "read": lambda: root.read(name),
        "write": lambda: root.write(name, b"evil"),
        "delete": lambda: root.delete(name),
        "rename to": lambda: root.rename("plain", name),
        "rename from": lambda: root.rename(name, "plain2"),
    }
    with pytest.raises(RefusedError):
        actions[verb]()
    assert [(p.name, p.read_text()) for p in outside.iterdir()] == [("x", "keep")]


def test_the_walk_without_openat2_refuses_links_too(root: Root, workspace: Path) -> None:
    (workspace / "link").symlink_to(workspace.parent)
    with pytest.raises(RefusedError, match="link"):
        root.write("link/made", b"evil")
    (workspace / "file").touch()
    with pytest.raises(NotADirectoryError):
        root.write("file/made", b"x")


def test_missing_files_are_missing(root: Root) -> None:
    with pytest.raises(FileNotFoundError):
        root.read("none")
    with pytest.raises(FileNotFoundError):
        root.delete("none/none")
