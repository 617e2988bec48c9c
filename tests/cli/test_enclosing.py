"""A task that is started in a folder of a repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.line import Line, Serve, events
from tests.workbench.repository import git, write

UNPROVEN = ("--model", "gpt-5.1-codex", "-c", "agent.verify=false")


@pytest.fixture
def part(line: Line) -> Path:
    """The folder of a package in the line's repository, in which the line stands from now on."""
    git(line.folder, "init", "-q", "-b", "main")
    part = line.folder / "pkg/inner"
    module = "def add(a, b):\n    return a + b\n"
    test = "from pkg.inner.m import add\n\n\ndef test_add():\n    assert add(1, 2) == 3\n"
    files = {"pkg/__init__.py": "", "pkg/inner/__init__.py": "", "pkg/inner/m.py": module}
    write(line.folder, {**files, "pkg/inner/test_m.py": test, "README": "one\n"})
    git(line.folder, "add", "-A")
    git(line.folder, "commit", "-q", "-m", "Start")
    write(line.folder, {"pkg/inner/m.py": module.replace("+", "-"), "README": "two\n"})
    line.folder = part
    return part


def test_commands_see_the_repository_around_and_change_only_the_folder(
    line: Line, upstream: Serve, part: Path
) -> None:
    upstream(
        {
            "shell": [
                "git diff --stat | cat",
                "echo more >> ../../README; echo > ../new; echo > own",
            ]
        },
        {"text": "Seen."},
    )
    done = line.run("exec", "--json", *UNPROVEN, "look")
    outputs = [
        event["item"]["aggregated_output"]
        for event in events(done.stdout)
        if event["type"] == "item.completed" and event["item"]["type"] == "command_execution"
    ]
    assert "README" in outputs[0] and "m.py" in outputs[0], outputs
    assert outputs[1].count("Read-only file system") + outputs[1].count("denied") == 2, outputs
    assert ((part / "own").exists(), (part.parent / "new").exists()) == (True, False)
    assert line.run("undo").returncode == 0
    assert not (part / "own").exists()


def test_the_tests_of_a_package_can_import_the_packages_around_it(line: Line, part: Path) -> None:
    done = line.run("verify")
    assert "failed: test_m.py::test_add" in done.stdout, done.stdout + done.stderr


def test_what_a_folder_above_hides_stays_hidden(line: Line, upstream: Serve, part: Path) -> None:
    (part.parents[1] / ".quireignore").write_text("/pkg/inner/.env\n")
    (part / ".env").write_text("canary-71")
    upstream({"shell": ["cat .env; cat ../../README"]}, {"text": "Seen."})
    done = line.run("exec", "--json", *UNPROVEN, "look")
    assert done.returncode == 0
    assert "canary-71" not in done.stdout
    assert "two" not in done.stdout
