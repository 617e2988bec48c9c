"""The commands `quire sandbox`, `apply-patch` and `verify`, run as a person runs them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "project"
    path.mkdir()
    return path


def quire(project: Path, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "PYTHONPATH": f"{SOURCE}:" + ":".join(sys.path),
        "QUIRE_HOME": str(project.parent / "home"),
        "OPENAI_API_KEY": "a-key-that-no-command-sees",
    }
    return subprocess.run(
        [sys.executable, "-m", "quire", *words],
        cwd=project,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


def test_output_and_exit_code_are_the_commands_own(project: Path) -> None:
    script = "echo out; echo err >&2; env | grep -c KEY; echo x > made; exit 7"
    done = quire(project, "sandbox", "--", "sh", "-c", script)
    assert (done.returncode, done.stdout, done.stderr) == (7, "out\n0\n", "err\n")
    assert (project / "made").read_text() == "x\n"


def test_a_time_limit(project: Path) -> None:
    done = quire(project, "sandbox", "--timeout", "0.5", "--", "sleep", "30")
    assert (done.returncode, done.stdout) == (124, "")
    assert "stopped after" in done.stderr


def test_another_folder_of_the_workspace_and_no_other(project: Path) -> None:
    (project / "sub").mkdir()
    assert quire(project, "sandbox", "--cwd", "sub", "--", "pwd").stdout == f"{project}/sub\n"
    done = quire(project, "sandbox", "--cwd", "..", "--", "pwd")
    assert (done.returncode, done.stdout) == (3, "")
    assert "outside the workspace" in done.stderr


def test_what_was_planted_is_reported(project: Path) -> None:
    done = quire(project, "sandbox", "--", "mkdir", "-p", "x/.git")
    assert (done.returncode, (project / "x/.git").exists()) == (0, False)
    said, _, kept = done.stderr.strip().partition(" -> ")
    assert said == "quire: quarantined: x/.git"
    assert Path(kept).is_dir()  # it stays, though everything else of the run is gone
    folder = Path(kept).parents[2]
    assert [entry.name for entry in folder.iterdir()] == ["walls"]
    shutil.rmtree(folder)


def test_a_program_that_is_not_there(project: Path) -> None:
    assert quire(project, "sandbox", "--", "no-such-program").returncode == 127


def test_status_says_only_status(project: Path) -> None:
    done = quire(project, "sandbox", "status", "--yaml")
    assert (done.returncode, done.stdout) == (2, "")


PATCH = """*** Begin Patch
*** Add File: {name}
+new
*** Update File: old.txt
@@
-one
+two
*** End Patch
"""


@pytest.mark.parametrize(
    ("name", "code"), [("sub/new.txt", 0), (".git/hooks/x", 3), ("link/x", 3), ("../x", 1)]
)
def test_a_patch_is_applied_whole_or_not_at_all(project: Path, name: str, code: int) -> None:
    (project / "old.txt").write_text("one\n")
    (project / "link").symlink_to(project.parent)
    done = quire(project, "apply-patch", "--workspace", ".", stdin=PATCH.format(name=name))
    assert done.returncode == code, done.stderr
    expected = ("two\n", True) if code == 0 else ("one\n", False)
    assert ((project / "old.txt").read_text(), (project / name).exists()) == expected


def test_verify_tells_passed_from_failed(project: Path) -> None:
    test = project / "test_it.py"
    test.write_text("def test_it():\n    assert 1 + 1 == 2\n")
    passed = quire(project, "verify", "--json")
    assert passed.returncode == 0, passed.stderr
    assert json.loads(passed.stdout)["failed"] == []
    test.write_text("def test_it():\n    assert 1 + 1 == 3\n")
    failed = quire(project, "verify")
    assert failed.returncode == 1
    assert "0 passed, 1 failed" in failed.stdout
