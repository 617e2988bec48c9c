"""A copy of a workspace: its files as they are, its git, nothing left behind."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from quire.sandbox.copies import Copy, copied, sweep

SOURCE = Path(__file__).parents[2] / "src"
OWNER = """
import asyncio, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from quire.sandbox.copies import copied
async def main():
    async with copied(Path(sys.argv[2]), Path(sys.argv[3]), ()):
        print("made", flush=True)
        time.sleep(600)
asyncio.run(main())
"""
WHO = ("-c", "user.name=a", "-c", "user.email=a@example.org")


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", *WHO, *words], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


def project(folder: Path, *, committed: bool = True) -> Path:
    """Return a project with a changed, a new, an ignored and a shared file."""
    (folder / "src").mkdir(parents=True)
    (folder / "src/a.py").write_text("old\n")
    (folder / ".gitignore").write_text("built.txt\n.venv/\n")
    git(folder, "init", "-q")
    if committed:
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "first")
    (folder / "src/a.py").write_text("new\n")
    (folder / "src/link").symlink_to("a.py")
    (folder / "built.txt").write_text("made\n")
    (folder / ".venv").mkdir()
    (folder / ".venv/pyvenv.cfg").write_text("home = /usr/bin\n")
    (folder / "__pycache__").mkdir()
    (folder / "run.sh").write_text("true\n")
    (folder / "run.sh").chmod(0o755)
    return folder


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def within(workspace: Path, place: Path) -> tuple[Copy, set[str], str]:
    """Return a copy, what it held while it was there, and what git said in it."""

    async def scene() -> tuple[Copy, set[str], str]:
        async with copied(workspace, place, ("__pycache__",)) as copy:
            here = copy.workspace
            assert (here / "src/a.py").read_text() == "new\n"
            assert os.access(here / "run.sh", os.X_OK)
            assert (here / "src/link").readlink() == Path("a.py")
            said = git(here, "status", "--short") if (here / ".git").exists() else ""
            return copy, names(here), said

    return asyncio.run(scene())


FILES = {".gitignore", ".venv", "built.txt", "run.sh", "src", "src/a.py", "src/link"}


def test_a_repository_is_copied_as_it_is_and_git_works(tmp_path: Path) -> None:
    workspace = project(tmp_path / "work")
    copy, held, said = within(workspace, tmp_path / "place")
    assert held == FILES | {".git"}
    assert said.splitlines() == [" M src/a.py", "?? .venv", "?? run.sh", "?? src/link"]
    assert copy.shared == (workspace / ".venv",)
    assert not copy.workspace.exists()
    assert [*(tmp_path / "place").iterdir()] == []
    assert len(git(workspace, "worktree", "list").splitlines()) == 1


def test_without_a_commit_it_is_a_plain_copy(tmp_path: Path) -> None:
    _, held, _ = within(project(tmp_path / "work", committed=False), tmp_path / "place")
    assert held == FILES


def test_a_folder_of_a_repository_is_copied_with_what_is_around(tmp_path: Path) -> None:
    root = project(tmp_path / "work")

    async def scene() -> tuple[str, bool]:
        async with copied(root / "src", tmp_path / "place", ()) as copy:
            around = (copy.workspace.parent / "built.txt").exists()
            return (copy.workspace / "a.py").read_text(), around

    assert asyncio.run(scene()) == ("new\n", True)


def test_copies_of_a_killed_owner_go_with_the_next_start(tmp_path: Path) -> None:
    workspace, place = project(tmp_path / "work"), tmp_path / "place"
    git(workspace, "worktree", "add", "-q", "--detach", str(tmp_path / "mine"))
    process = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(SOURCE), str(workspace), str(place)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "made\n"
    asyncio.run(sweep(place))
    assert len([*place.iterdir()]) == 1
    process.kill()
    process.communicate()
    asyncio.run(sweep(place))
    assert [*place.iterdir()] == []
    assert [line.split()[0] for line in git(workspace, "worktree", "list").splitlines()] == [
        str(workspace), str(tmp_path / "mine"),
    ]  # fmt: skip


def test_what_goes_away_in_the_meantime_is_left_out(tmp_path: Path) -> None:
    folder = project(tmp_path / "work", committed=False)
    files = [folder / "src" / f"{number}.tmp" for number in range(200)]
    for file in files:
        file.touch()

    async def copies() -> list[set[str]]:
        """Copy while the files come and go, and give what was there of the others."""
        over = asyncio.Event()

        def churn() -> None:
            while not over.is_set():
                for file in files:
                    file.unlink()
                for file in files:
                    file.touch()

        coming_and_going = asyncio.create_task(asyncio.to_thread(churn))
        kept: list[set[str]] = []
        try:
            for _ in range(30):
                async with copied(folder, tmp_path / "place", ()) as copy:
                    kept.append({path.name for path in copy.workspace.rglob("*.py")})
        finally:
            over.set()
            await coming_and_going
        return kept

    assert asyncio.run(copies()) == [{"a.py"}] * 30
