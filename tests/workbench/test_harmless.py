"""What is tried leaves the project's folder as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from quire.workbench.forks import Child, Send
from quire.workbench.harmless import Leavings, harmless
from quire.workbench.limits import attempt
from tests.workbench.repository import PROGRAM, SOURCES

DOINGS: list[Callable[[Path], object]] = [
    lambda root: (root / "new").write_text("x"),
    lambda root: (root / "kept.txt").open("a"),
    lambda root: (root / "kept.txt").unlink(),
    lambda root: (root / "kept.txt").rename(root / "other"),
    lambda root: (root / "kept.txt").chmod(0),
    lambda root: (root / "folder").mkdir(),
    lambda root: (root / "link").symlink_to("kept.txt"),
    lambda root: os.open(root / "low", os.O_CREAT | os.O_WRONLY),
    lambda root: shutil.rmtree(root),
    lambda root: sqlite3.connect(root / "a.db"),
    lambda root: os.system(f"touch {root}/shell"),
    lambda root: subprocess.run(["touch", str(root / "program")], check=True),
    lambda root: os.kill(os.getppid(), 0),
]
HARMLESS: list[Callable[[Path], object]] = [
    lambda root: (root / "kept.txt").read_text(),
    lambda _: tempfile.mkstemp()[1],
    lambda _: sqlite3.connect(":memory:").execute("select 1"),
    lambda _: Path(os.devnull).write_text("x"),
]


def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "kept.txt").write_text("kept\n")
    return folder


def tried(folder: Path, doing: Callable[[Path], object]) -> str:
    """Do something in a child that is harmless; give the name of what it raised.

    From where it stands, a path without its folder would be a temporary one.
    """

    def work(send: Send) -> None:
        os.chdir(tempfile.gettempdir())
        harmless(folder)
        error = attempt(lambda: doing(folder))
        send(type(error).__name__)

    told: list[str] = [*Child(work).messages(60, time.monotonic() + 60)]
    return told[0]


@pytest.mark.parametrize("number", range(len(DOINGS)))
def test_a_made_up_call_changes_nothing_of_the_project(tmp_path: Path, number: int) -> None:
    folder = project(tmp_path)
    assert tried(folder, DOINGS[number]) == "PermissionError"
    assert {path.name: path.read_text() for path in folder.iterdir()} == {"kept.txt": "kept\n"}


@pytest.mark.parametrize("number", range(len(HARMLESS)))
def test_a_made_up_call_may_read_and_write_what_is_temporary(tmp_path: Path, number: int) -> None:
    assert tried(project(tmp_path), HARMLESS[number]) == "NoneType"


def test_what_a_trial_makes_goes_with_it_and_nothing_else(tmp_path: Path) -> None:
    folder = project(tmp_path)

    def work(send: Send) -> None:
        leavings = Leavings(folder)
        os.chdir(folder)
        Path("made").mkdir()
        Path("made/inner").write_text("x")
        Path("None").write_text("x")
        Path("moved").write_text("x")
        Path("moved").rename("there")
        Path("kept.txt").write_text("changed\n")
        (tmp_path / "elsewhere").write_text("x")
        Path("gone").write_text("x")
        Path("gone").unlink()
        Path("emptied").mkdir()
        Path("emptied/inner").write_text("x")
        shutil.rmtree("emptied")
        send(sorted(path.name for path in folder.iterdir()))
        leavings.clear()
        send(sorted(path.name for path in folder.iterdir()))

    during, after = Child(work).messages(60, time.monotonic() + 60)
    assert during == ["None", "kept.txt", "made", "there"]
    assert after == ["kept.txt"]
    assert (folder / "kept.txt").read_text() == "changed\n"
    assert (tmp_path / "elsewhere").exists()


def test_a_search_leaves_no_files_where_code_is_given_wrong_paths(tmp_path: Path) -> None:
    source = SOURCES.parent / "bench/engine/programs/seen/packages/undo/project"
    folder = shutil.copytree(source, tmp_path / "undo")
    before = sorted(path.name for path in folder.iterdir())
    words = ("repair", "--root", str(folder), "--seconds", "30")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words], cwd=folder, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(SOURCES)}, check=False,
    )  # fmt: skip
    assert '"outcome":"fixed"' in done.stdout, done.stderr
    left = {path.name for path in folder.iterdir()} - {".pytest_cache", "__pycache__"}
    assert sorted(left) == before
