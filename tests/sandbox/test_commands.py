"""The commands `quire sandbox`, `apply-patch` and `verify`, run as a person runs them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from quire.sandbox.clauses import CLAUSES

SOURCE = Path(__file__).parents[2] / "src"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "project"
    path.mkdir()
    return path


def quire(
    project: Path, *words: str, stdin: str = "", start: tuple[str, ...] = ("-m", "quire")
) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "PYTHONPATH": f"{SOURCE}:" + ":".join(sys.path),
        "QUIRE_HOME": str(project.parent / "home"),
        "OPENAI_API_KEY": "a-key-that-no-command-sees",
    }
    return subprocess.run(
        [sys.executable, *start, *words],
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


@pytest.mark.parametrize(
    "before", [("-c", "sandbox.network=off"), ("-csandbox.network=off",), ("--cd=.", "-C", ".")]
)
def test_settings_may_stand_before_the_command(project: Path, before: tuple[str, ...]) -> None:
    done = quire(project, *before, "sandbox", "--", "pwd")
    assert (done.returncode, done.stdout) == (0, f"{project}\n")
    wrong = quire(project, "-c", "sandbox.network=much", "sandbox", "--", "pwd")
    assert (wrong.returncode, "sandbox.network is 'much'" in wrong.stderr) == (2, True)


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


def test_read_only_and_danger(project: Path) -> None:
    kept = quire(project, "sandbox", "-s", "read-only", "--", "sh", "-c", "echo x > made; ls")
    assert (kept.returncode, kept.stdout, (project / "made").exists()) == (0, "", False)
    done = quire(project, "sandbox", "-s", "danger-full-access", "--", "true")
    assert (done.returncode, "--unsafe-no-sandbox" in done.stderr) == (3, True)
    assert (
        quire(project, "sandbox", "--unsafe-no-sandbox", "--", "sh", "-c", "exit 9").returncode == 9
    )


FETCH = (
    "import socket, urllib.error, urllib.request\n"
    "try:\n    urllib.request.urlopen('http://not-listed.test/', timeout=5)\n"
    "except OSError as error:\n    print(error)"
)


def test_the_network_is_off_or_behind_the_proxy(project: Path) -> None:
    words = (sys.executable, "-I", "-c", FETCH)
    off = quire(project, "sandbox", "--", *words)
    assert "403" not in off.stdout
    on = quire(project, "sandbox", "--network", "proxy", "--", *words)
    assert on.stdout == "HTTP Error 403: Forbidden\n"
    assert on.stderr.startswith("quire: network refused: not-listed.test:80: ")


BARRED = """
import os, sys
from quire.sandbox import kernel, seccomp, syscalls
rules = [rule for rule in seccomp.KERNEL_SURFACE if set(rule.calls) & {"unshare", "clone"}]
rules.append(seccomp.Rule(("clone3", ), error=38))
rules.append(seccomp.Rule(("landlock_create_ruleset",)))
kernel.forbid_new_privileges()
kernel.install_filter(seccomp.assemble(rules, syscalls.machine()))
os.execv(sys.executable, [sys.executable, "-m", "quire", *sys.argv[1:]])
"""


def barred(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Call Quire where the kernel allows neither namespaces nor Landlock."""
    return quire(project, *words, start=("-c", BARRED))


def test_where_no_walls_stand_nothing_runs(project: Path) -> None:
    done = barred(project, "sandbox", "--", "touch", "made")
    assert (done.returncode, (project / "made").exists()) == (3, False)
    assert "No walls can be put up here." in done.stderr
    assert "Install bubblewrap 0.6 or newer" in done.stderr
    status = barred(project, "sandbox", "status", "--json")
    told = json.loads(status.stdout)
    assert (status.returncode, told["tier"]) == (3, "unavailable")
    assert [row[0] for row in told["unavailable"]] == ["bubblewrap", "landlock"]
    bare = barred(project, "sandbox", "--unsafe-no-sandbox", "--", "touch", "made")
    assert (bare.returncode, (project / "made").exists()) == (0, True)


def test_isolation_that_an_operator_promises_is_called_not_verified(project: Path) -> None:
    home = project.parent / "home"
    home.mkdir()
    (home / "config.toml").write_text("[sandbox]\nexternal = true\n")
    done = barred(project, "sandbox", "--", "touch", "made")
    assert (done.returncode, (project / "made").exists()) == (0, True)
    assert done.stderr == "quire: external isolation, not verified\n"
    status = barred(project, "sandbox", "status")
    assert status.returncode == 3
    assert status.stdout.startswith("walls: external isolation, not verified")


def test_status_names_every_clause_and_how_it_was_tried(project: Path) -> None:
    done = quire(project, "sandbox", "status", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["tier"]) == (0, "bubblewrap")
    assert [finding["key"] for finding in told["findings"]] == [c.key for c in CLAUSES]
    assert all(finding["tried"] and finding["answer"] for finding in told["findings"])
    standings = {finding["standing"] for finding in told["findings"]}
    assert standings <= {"enforced", "partly", "not enforced"}


def test_a_session_without_walls_says_so_in_its_log(project: Path) -> None:
    quire(project, "exec", "--unsafe-no-sandbox", "--no-verify", "-m", "quire/mini", "say hello")
    (log,) = (project.parent / "home").rglob("log.jsonl")
    started = json.loads(log.read_text().splitlines()[0])
    assert (started["type"], started["unsafe"]) == ("quire:session", True)


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
    patch = project.parent / "change.patch"
    patch.write_text(PATCH.format(name=name))
    done = quire(project, "apply-patch", "--workspace", ".", "--file", str(patch))
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
