"""The command that patches a file, run by a real shell."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from quire.engine.hunks import reversed_hunks
from quire.engine.scripts import create_command, patch_command, remove_command


def patch(folder: Path, diff: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", patch_command("m.py", diff)],
        cwd=folder, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "diff", "after"),
    [
        (b"a\nb\nc\n", "@@\n a\n-b\n+B\n c\n", b"a\nB\nc\n"),
        (b"a\r\nb\r\nc", "@@\n a\n-b\n+B\n+BB\n", b"a\r\nB\r\nBB\r\nc"),
        (b"x\nfoo:\n x\nbar:\n x\n", "@@ bar:\n-x\n+y\n", b"x\nfoo:\n x\nbar:\n x\n"),
        (b"foo:\n  x\nbar:\n  x\n", "@@ bar:\n-  x\n+  y\n", b"foo:\n  x\nbar:\n  y\n"),
        (b"\xe9\na\n", "@@\n-a\n", b"\xe9\n"),
        (b"a\n\nb\n", "@@\n a\n\n-b\n+c\n@@\n+d\n", b"a\n\nc\nd\n"),
    ],
)
def test_the_file_changes_where_the_lines_match(
    tmp_path: Path, before: bytes, diff: str, after: bytes
) -> None:
    file = tmp_path / "m.py"
    file.write_bytes(before)
    result = patch(tmp_path, diff)
    assert (result.returncode == 0, file.read_bytes()) == (before != after, after)


def test_a_reversed_patch_restores_the_file(tmp_path: Path) -> None:
    file = tmp_path / "m.py"
    file.write_bytes(b"def f(a):\n    return a\n")
    diff = "@@ def f(a):\n-    return a\n+    b = a\n+    return b + 1\n"
    assert patch(tmp_path, diff).stdout == "Updated m.py\n"
    assert file.read_bytes() == b"def f(a):\n    b = a\n    return b + 1\n"
    assert patch(tmp_path, reversed_hunks(diff)).returncode == 0
    assert file.read_bytes() == b"def f(a):\n    return a\n"


def test_a_mismatch_says_which_lines(tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text("a\n")
    result = patch(tmp_path, "@@\n-b\n+c\n")
    assert (result.returncode, result.stderr) == (
        1,
        "Patch failed: these lines are not in m.py: b\n",
    )


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    def create(text: str) -> tuple[int, str]:
        done = subprocess.run(
            ["sh", "-c", create_command("a/b/m.py", text)],
            cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    assert create("x = 'é'\n") == (0, "Created a/b/m.py\n")
    assert create("y\n") == (1, "Patch failed: a/b/m.py is there already.\n")
    assert (tmp_path / "a/b/m.py").read_bytes() == "x = 'é'\n".encode()


def test_a_file_is_removed_once(tmp_path: Path) -> None:
    (tmp_path / "m.py").touch()
    runs = [
        subprocess.run(
            ["sh", "-c", remove_command("m.py")],
            cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert [run.returncode for run in runs] == [0, 1]
    assert runs[0].stdout == "Removed m.py\n"
    assert runs[1].stderr.startswith("Patch failed: ")
