"""The main job as a stranger sees it: a real bug, no key, no network, walls on, proven."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.cli.line import Line, events

EXAMPLE = Path(__file__).parents[2] / "examples" / "parcels"
FIXED = "return abs(kilometre_of(destination) - kilometre_of(origin))"


def lay_out(line: Line) -> Path:
    """Put the example project into a git repository made on the fly."""
    shutil.rmtree(line.folder)
    shutil.copytree(EXAMPLE, line.folder, ignore=shutil.ignore_patterns("__pycache__", ".pytest*"))
    for command in (
        ["git", "init", "-q"],
        ["git", "add", "."],
        ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "A bug"],
    ):
        subprocess.run(command, cwd=line.folder, check=True)
    return line.folder


def diff(folder: Path) -> list[str]:
    """Return the lines that git says were changed."""
    done = subprocess.run(["git", "diff", "-U0"], cwd=folder, capture_output=True, text=True)
    return [row for row in done.stdout.splitlines() if row[:1] in "+-" and row[:3] not in
            ("+++", "---")]  # fmt: skip


def test_a_real_bug_is_fixed_proven_and_can_be_undone(line: Line) -> None:
    folder = lay_out(line)

    done = line.run("make the tests pass")

    assert done.returncode == 0, done.stdout + done.stderr
    assert diff(folder) == [
        "-    return kilometre_of(destination) - kilometre_of(origin)",
        f"+    {FIXED}",
    ]
    assert "FIXED" in done.stdout
    assert "11 passed, 3 failed" in done.stdout
    assert "14 passed, 0 failed" in done.stdout
    assert "✓ tests/test_quote.py::test_a_parcel_can_be_sent_back" in done.stdout

    listed = line.run("sessions")
    assert "fixed" in listed.stdout and "make the tests pass" in listed.stdout

    undone = line.run("undo")
    assert undone.returncode == 0, undone.stderr
    assert undone.stdout.endswith(": 1 file put back.\n")
    assert diff(folder) == []


def test_a_second_order_finds_nothing_to_do(line: Line) -> None:
    folder = lay_out(line)
    line.run("make the tests pass")

    done = line.run("exec", "--json", "make the tests pass")

    end = events(done.stdout)[-1]
    assert (done.returncode, end["type"]) == (0, "turn.completed")
    assert end["receipt"]["files"] == []

    undone, rows = line.run("undo").stdout, line.run("sessions").stdout.splitlines()
    assert ": no file had changed.\n" in undone and "`quire undo ID`" in undone
    first = next(row.split()[0] for row in rows if " fixed " in row)
    assert line.run("undo", first).stdout.endswith(": 1 file put back.\n")
    assert diff(folder) == []


def test_what_is_not_fixed_is_left_as_it_was(line: Line) -> None:
    (line.folder / "words.py").write_text("def noun(text):\n    return text\n")
    (line.folder / "test_words.py").write_text(
        "from words import noun\n\n\n"
        "def test_noun():\n"
        "    assert noun('the quick brown fox') == 'fox 7781'\n"
        "    assert noun('a lazy dog sleeps') == 'dog 3312'\n"
    )

    done = line.run("exec", "--json", "--model", "quire/mini", "make the tests pass")

    end = events(done.stdout)[-1]
    assert (done.returncode, end["type"]) == (1, "turn.failed")
    assert end["receipt"]["verdict"] == "not_fixed"
    assert (line.folder / "words.py").read_text() == "def noun(text):\n    return text\n"


def test_a_task_beyond_the_engine_is_refused_in_one_sentence(line: Line) -> None:
    done = line.run("exec", "Write a chess engine in Haskell")

    assert done.returncode == 1
    assert "--model" in done.stdout
    assert len(done.stdout.strip().splitlines()) == 1


def test_the_engine_names_itself(line: Line) -> None:
    done = line.run("exec", "Hello, who are you?")

    assert done.returncode == 0
    assert "quire/standard" in done.stdout
    assert "gpt" not in done.stdout.lower()
