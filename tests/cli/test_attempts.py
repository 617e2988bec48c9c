"""Several attempts at one order, each in a copy: the smallest that is proven is taken."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.line import Line, Serve, events
from tests.cli.terminal import person

USED = {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15, "cost": 0.01}
MODEL = ("--model", "gpt-5.2")
SMALL = "sed -i 's/a - b/a + b/' calc.py"
LARGE = f"{SMALL}; printf '\\n\\ndef more():\\n    return 1\\n' >> calc.py; echo x > notes.txt"
USELESS = "echo 'x = 1' >> calc.py"
WAITS = "touch begun.txt; sleep 600"
FIX = "fix the failing test"


@pytest.fixture
def bug(line: Line) -> Path:
    """Return the file with a bug in a project whose test fails."""
    source = line.folder / "calc.py"
    source.write_text("def add(a, b):\n    return a - b\n")
    (line.folder / "test_calc.py").write_text(
        "import unittest\n\nfrom calc import add\n\n\nclass AddTest(unittest.TestCase):\n"
        "    def test_add(self):\n        self.assertEqual(add(2, 3), 5)\n"
    )
    return source


def commit(folder: Path) -> None:
    """Make a folder a repository with one commit."""
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for words in (("init", "-q"), ("add", "-A"), (*who, "commit", "-q", "-m", "first")):
        subprocess.run(["git", *words], cwd=folder, check=True)


def worktrees(folder: Path) -> int:
    told = subprocess.run(
        ["git", "worktree", "list"], cwd=folder, capture_output=True, text=True, check=True
    )
    return len(told.stdout.splitlines())


def copies(line: Line) -> list[Path]:
    return sorted((line.home / "quire" / "cache" / "attempts").glob("quire-*"))


def doing(session: int, command: str, words: str = "Done.") -> list[dict[str, Any]]:
    return [
        {"session": session, "shell": [command], "usage": USED},
        {"session": session, "text": words, "usage": USED},
    ]


def told_of(run: subprocess.CompletedProcess[str]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the lines of a run and its receipt."""
    lines = events(run.stdout)
    receipt: dict[str, Any] = lines[-1]["receipt"]
    return lines, receipt


def test_the_smallest_proven_change_is_taken_as_one_patch(
    line: Line, upstream: Serve, bug: Path
) -> None:
    commit(line.folder)
    (line.folder / "draft.txt").write_text("mine\n")
    upstream(*doing(1, LARGE, "A large one."), *doing(2, USELESS), *doing(3, SMALL, "A small one."))
    run = line.run("exec", "--json", *MODEL, "--attempts", "3", FIX)
    assert run.returncode == 0, run.stderr
    lines, receipt = told_of(run)
    assert bug.read_text() == "def add(a, b):\n    return a + b\n"
    assert {path.name for path in line.folder.iterdir()} - {"__pycache__"} == {
        ".git", "calc.py", "draft.txt", "test_calc.py",
    }  # fmt: skip
    tries = sorted((each["lines"], each["verdict"], each["taken"]) for each in receipt["attempts"])
    assert tries == [(0, "not_fixed", False), (2, "fixed", True), (7, "fixed", False)]
    assert receipt["verdict"] == "fixed"
    assert receipt["usage"]["cost"] == pytest.approx(0.06)
    assert [each["number"] for each in receipt["attempts"]] == [1, 2, 3]
    assert [change["path"] for change in receipt["files"]] == ["calc.py"]
    items = [told["item"] for told in lines if told["type"] == "item.completed"]
    assert [item["type"] for item in items].count("file_change") == 1
    assert sorted(i["status"] for i in items if i.get("tool") == "attempt") == [
        "completed", "completed", "failed",
    ]  # fmt: skip
    assert "A small one." in [item.get("text") for item in items]
    assert (copies(line), worktrees(line.folder)) == ([], 1)
    top, *below = [json.loads(row) for row in line.run("sessions", "--json").stdout.splitlines()]
    assert top["id"] == lines[0]["thread_id"]
    assert [row["within"] for row in below] == [top["id"]] * 3


def test_where_none_is_proven_nothing_changes(line: Line, upstream: Serve, bug: Path) -> None:
    before = bug.read_text()
    upstream(*doing(1, USELESS), *doing(2, USELESS))
    run = line.run("exec", "--json", *MODEL, "--attempts", "2", FIX)
    assert run.returncode == 1
    _, receipt = told_of(run)
    assert receipt["verdict"] == "not_fixed"
    assert receipt["summary"].startswith("None of 2 attempts achieved it. Still failing: ")
    assert [each["taken"] for each in receipt["attempts"]] == [False, False]
    assert (bug.read_text(), copies(line)) == (before, [])


def test_the_money_of_an_order_is_that_of_all_attempts(
    line: Line, upstream: Serve, bug: Path
) -> None:
    upstream({"shell": ["true"], "usage": USED, "times": 50})
    flags = ("--attempts", "2", "--dollars", "0.04")
    run = line.run("exec", "--json", *MODEL, *flags, FIX)
    assert run.returncode == 1
    lines, receipt = told_of(run)
    assert receipt["usage"]["cost"] == 0.04
    assert receipt["summary"].endswith("The budget of 0.02 dollars is used up.")
    assert "The budget of 0.04 dollars is used up." in [
        line["item"].get("message") for line in lines if "item" in line
    ]
    assert [each["usage"]["cost"] for each in receipt["attempts"]] == [0.02, 0.02]


def test_where_nothing_may_be_changed_there_is_one_attempt(line: Line, upstream: Serve) -> None:
    upstream({"text": "Read.", "usage": USED})
    flags = ("--attempts", "3", "-s", "read-only", "--no-verify")
    run = line.run("exec", "--json", *MODEL, *flags, "what is here?")
    assert run.returncode == 0, run.stderr
    assert told_of(run)[1]["attempts"] == []


def test_an_upstream_that_fails_every_attempt_is_told(
    line: Line, upstream: Serve, bug: Path
) -> None:
    upstream({"fault": "unauthorized", "times": 2})
    run = line.run("exec", "--json", *MODEL, "--attempts", "2", FIX)
    assert run.returncode == 4
    assert copies(line) == []


def test_the_top_of_a_ladder_makes_attempts(line: Line, upstream: Serve, bug: Path) -> None:
    upstream(*doing(1, LARGE), *doing(2, SMALL))
    flags = ("-c", 'agent.ladder=["quire/mini", "gpt-5.2"]', "-c", "agent.attempts=2")
    order = "implement the exporter that the failing test wants"
    run = line.run("exec", "--json", "--model", "auto", *flags, order)
    assert run.returncode == 0, run.stderr
    _, receipt = told_of(run)
    rungs = [(rung["model"], rung["usage"].get("cost")) for rung in receipt["rungs"]]
    assert rungs[-1] == ("gpt-5.2", 0.04)
    tries = {(each["model"], each["verdict"], each["taken"]) for each in receipt["attempts"]}
    assert tries == {("gpt-5.2", "fixed", True), ("gpt-5.2", "fixed", False)}


def test_the_engine_makes_attempts_of_its_own(line: Line, bug: Path) -> None:
    commit(line.folder)
    flags = ("-c", 'agent.ladder=["quire/mini"]', "--attempts", "2")
    run = line.run("exec", "--json", "--model", "auto", *flags, FIX)
    assert run.returncode == 0, run.stderr
    _, receipt = told_of(run)
    assert [each["verdict"] for each in receipt["attempts"]] == ["fixed", "fixed"]
    assert bug.read_text() == "def add(a, b):\n    return a + b\n"


def _waiting(line: Line) -> subprocess.Popen[str]:
    """Return a process whose two attempts are at work."""
    process = line.start("exec", "--json", *MODEL, "--attempts", "2", FIX)
    while len([*(line.home / "quire/cache/attempts").glob("quire-*/tree/*/begun.txt")]) < 2:
        assert process.poll() is None
        time.sleep(0.05)
    return process


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_ends_them_all_and_leaves_no_copy(
    line: Line, upstream: Serve, bug: Path, sign: signal.Signals
) -> None:
    commit(line.folder)
    upstream(*doing(1, WAITS), *doing(2, WAITS))
    process = _waiting(line)
    assert worktrees(line.folder) == 3
    process.send_signal(sign)
    out, _ = process.communicate()
    assert process.returncode == 130
    assert events(out)[-1]["receipt"]["verdict"] == "stopped"
    assert (copies(line), worktrees(line.folder)) == ([], 1)
    assert not (line.folder / "begun.txt").exists()


def test_a_terminal_that_is_closed_leaves_no_copy(line: Line, upstream: Serve, bug: Path) -> None:
    commit(line.folder)
    upstream(*doing(1, WAITS), *doing(2, WAITS))
    flags = ("run", *MODEL, "--attempts", "2", FIX)
    # A process becomes the owner of its terminal when it opens it.
    owner = ["sh", "-c", 'exec "$0" "$@" <"$(tty)"', *line.argv(*flags)]
    with person(line, program=owner) as one:
        one.waits_for("sleep 600", times=2)
        one.hangs_up()
        one.process.wait()
    assert (copies(line), worktrees(line.folder)) == ([], 1)


def test_what_a_person_changed_meanwhile_stays(line: Line, upstream: Serve, bug: Path) -> None:
    waits = f"touch begun.txt; until [ -e go.txt ]; do sleep 0.05; done; rm *.txt; {SMALL}"
    upstream(*doing(1, waits), *doing(2, waits))
    process = _waiting(line)
    bug.write_text("def add(a, b):\n    return b - a\n")
    for copy in copies(line):
        (copy / "tree" / line.folder.name / "go.txt").touch()
    out, error = process.communicate()
    assert process.returncode == 3, error
    assert "The best attempt was not taken: calc.py changed meanwhile." in out
    assert bug.read_text() == "def add(a, b):\n    return b - a\n"
    assert copies(line) == []


@pytest.mark.parametrize("flags", [("--attempts", "2"), ()])
def test_after_a_kill_the_next_start_removes_the_copies_and_goes_on(
    line: Line, upstream: Serve, bug: Path, flags: tuple[str, ...]
) -> None:
    commit(line.folder)
    upstream(
        *doing(1, WAITS), *doing(2, WAITS), *doing(3, SMALL), *doing(4, LARGE),
    )  # fmt: skip
    process = _waiting(line)
    process.kill()
    process.communicate()
    assert (len(copies(line)), worktrees(line.folder)) == (2, 3)
    run = line.run("exec", "--json", *MODEL, *flags, "resume", "--last")
    assert run.returncode == 0, run.stderr
    _, receipt = told_of(run)
    assert (receipt["verdict"], len(receipt["attempts"])) == ("fixed", 2)
    assert bug.read_text() == "def add(a, b):\n    return a + b\n"
    assert (copies(line), worktrees(line.folder)) == ([], 1)
