"""A workspace that is a folder of a repository: what is readable around it, hidden in it, kept."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from quire.agent.enclosing import hidden_in, readable_around, root_above
from quire.agent.snapshots import Snapshots


@pytest.fixture
def part(tmp_path: Path) -> Path:
    """Return a folder two levels down in a repository."""
    (tmp_path / "repo/.git").mkdir(parents=True)
    folder = tmp_path / "repo/pkg/inner"
    folder.mkdir(parents=True)
    return folder


def test_the_repository_around_is_found_and_readable(part: Path, tmp_path: Path) -> None:
    top = tmp_path / "repo"
    assert (root_above(part), root_above(top), root_above(tmp_path)) == (top, None, None)
    assert (readable_around(part), readable_around(top)) == ((top,), ())


@pytest.mark.parametrize("place", [".", "pkg", "other/deep"])
def test_a_repository_that_hides_something_beside_the_workspace_stays_closed(
    part: Path, place: str
) -> None:
    folder = part.parents[1] / place
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".quireignore").write_text("*.pem\n")
    assert readable_around(part) == ()


def test_what_the_workspace_hides_itself_closes_nothing_else(part: Path) -> None:
    (part / ".quireignore").write_text("*.pem\n")
    assert readable_around(part) == (part.parents[1],)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("*.pem", ["*.pem"]),
        ("!keys/", ["!keys/"]),
        ("/pkg/inner/.env", ["/.env"]),
        ("pkg/*/secrets/", ["/secrets/"]),
        ("!/pkg/inner/ok", ["!/ok"]),
        ("**/inner/x", ["/x", "/**/inner/x"]),
        ("pkg/**/x", ["/**/x"]),
        ("/other/.env", []),
        ("/pkg/", ["/**"]),
        ("inner", ["inner", "/**"]),
        ("pkg/inner", ["/**"]),
        ("pkg/**", ["/**"]),
        ("!pkg/", ["!pkg/"]),
        ("# no rule", []),
        ("  ", []),
    ],
)
def test_lines_above_hold_in_the_workspace(part: Path, line: str, told: list[str]) -> None:
    (part.parents[1] / ".quireignore").write_text(f"{line}\n")
    (part / ".quireignore").write_text("own\n")
    found = hidden_in(part)
    assert (set(found[:-1]), found[-1]) == (set(told), "own")


def test_a_snapshot_leaves_out_what_the_repository_around_ignores(
    part: Path, tmp_path: Path
) -> None:
    (part.parents[1] / ".gitignore").write_text("*.log\n/pkg/inner/data/\n")
    (part / "data").mkdir()
    for name in ("a.py", "b.log", "data/c"):
        (part / name).write_text("before")
    snapshots = Snapshots(tmp_path / "session", part)

    async def played() -> list[str]:
        tree = await snapshots.take()
        for name in ("a.py", "b.log", "data/c", "new"):
            (part / name).write_text("after")
        changed = await snapshots.changes(tree, await snapshots.take())
        await snapshots.restore(tree)
        return [change.path for change in changed]

    assert asyncio.run(played()) == ["a.py", "new"]
    texts = {path.name: path.read_text() for path in part.rglob("*") if path.is_file()}
    assert texts == {"a.py": "before", "b.log": "after", "c": "after"}


def test_a_workspace_that_is_ignored_as_a_whole_is_kept(part: Path, tmp_path: Path) -> None:
    (part.parents[1] / ".gitignore").write_text("/pkg/\n")
    (part / "a.py").write_text("before")
    snapshots = Snapshots(tmp_path / "session", part)

    async def played() -> None:
        tree = await snapshots.take()
        (part / "a.py").write_text("after")
        await snapshots.restore(tree)

    asyncio.run(played())
    assert (part / "a.py").read_text() == "before"
