"""The commit since which a test fails, in whole repositories; nothing of them may change."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from quire.workbench.bisect_copy import Copy
from quire.workbench.bisect_search import ABSENT, BAD, BROKEN, GOOD, Search
from tests.workbench.repository import git, report, repository, write

STATES = {"g": GOOD, "b": BAD, "-": ABSENT, "?": BROKEN}
TESTS = """\
import unittest

from m import double


class Doubles(unittest.TestCase):
    def test_two(self):
        self.assertEqual(double(2), 4)

    def test_none(self):
        self.assertEqual(double(0), 0)
"""
RIGHT = "def double(value):\n    return value * 2\n"
WRONG = "def double(value):\n    return value * 3\n"
TEST = "tests.test_m.Doubles.test_two"
FILES = {"m.py": RIGHT, "tests/__init__.py": "", "tests/test_m.py": TESTS}


@dataclass(frozen=True)
class Seen:
    """What a search gave: the first bad commit, the good one before, and how many it looked at."""

    bad: int
    good: int | None
    between: list[int]
    looks: int


def searched(line: str, *, bounded: bool = False) -> Seen:
    """Search a line of commits, the newest first, of which each letter is one."""
    looks: set[int] = set()

    def state(at: int) -> str:
        looks.add(at)
        return STATES[line[at]]

    search = Search(state, len(line))
    search.run(bounded=bounded)
    return Seen(search.bad, search.good, search.between, len(looks))


@pytest.mark.parametrize("bad", [1, 2, 3, 5, 8, 13, 400, 999])
def test_the_first_bad_commit_is_found_in_few_looks(bad: int) -> None:
    found = searched("b" * bad + "g" * (1000 - bad))
    assert (found.bad, found.good, found.between) == (bad - 1, bad, [])
    assert found.looks <= 20


@pytest.mark.parametrize("bad", [1, 7, 20])
def test_a_far_end_that_is_given_is_looked_at_first(bad: int) -> None:
    found = searched("b" * bad + "g" * (21 - bad), bounded=True)
    assert (found.bad, found.good) == (bad - 1, bad)
    assert found.looks <= 7


@pytest.mark.parametrize(
    ("line", "bad", "good", "between"),
    [
        ("bbbb??gggg", 3, 6, [4, 5]),
        ("bb?bbb?ggg", 5, 7, [6]),
        ("bbbbb?bbgg", 7, 8, []),
        ("bbb" + "?" * 9 + "ggg", 2, 12, list(range(3, 12))),
        ("bbbbgg------", 3, 4, []),
        ("bbbbg-------", 3, 4, []),
        ("bbbbb-------", 4, None, []),
        ("bbbbbbbbb", 8, None, []),
        ("b", 0, None, []),
        ("b????????", 0, None, []),
        ("bg", 0, 1, []),
    ],
)
def test_commits_that_cannot_be_judged_are_passed_over(
    line: str, bad: int, good: int | None, between: list[int]
) -> None:
    found = searched(line)
    assert (found.bad, found.good, found.between) == (bad, good, between)


def committed(folder: Path, subject: str, files: dict[str, str]) -> str:
    """Commit files and return the short name of the commit."""
    write(folder, files)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", subject)
    return git(folder, "rev-parse", "--short", "HEAD")


def notes(folder: Path, *numbers: int) -> None:
    for number in numbers:
        committed(folder, f"Note {number}", {"NOTES": f"{number}\n"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return repository(tmp_path / "p", FILES)


def bisected(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """Bisect, and see that nothing of the repository or its files is another afterwards."""
    before = (_state(folder), _files(folder))
    lines = report(folder, *arguments, verb="bisect")
    assert (_state(folder), _files(folder)) == before
    return lines


def _state(folder: Path) -> str:
    if not (folder / ".git").exists():
        return ""
    words = (("status", "--porcelain", "--ignored"), ("rev-parse", "--all"), ("worktree", "list"))
    return "\n".join(git(folder, *each) for each in words)


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def only(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the one thing that is told of the tests."""
    found = [line for line in lines if line["type"] == "bisected"]
    assert len(found) == 1, lines
    return found[0]


def short(line: dict[str, Any], key: str) -> str:
    return str(line[key]["short"]) if line[key] else ""


def test_the_commit_is_told_with_its_lines_that_the_test_runs(folder: Path) -> None:
    notes(folder, 1)
    good = git(folder, "rev-parse", "--short", "HEAD")
    other = "def triple(value):\n    return value + 3\n"
    wrong = {"m.py": WRONG + "\n\n" * 3 + "def unused():\n    return 1\n", "other.py": other}
    bad = committed(folder, "Speed it up", wrong)
    notes(folder, 2, 3, 4)
    told = only(bisected(folder, f"--select={TEST}"))
    assert (told["outcome"], told["tests"]) == ("first", [TEST])
    assert (short(told, "commit"), short(told, "good")) == (bad, good)
    assert told["commit"]["subject"] == "Speed it up"
    assert told["error"] == "AssertionError: 6 != 4"
    assert (told["run"], told["files"]) == (True, ["m.py", "other.py"])
    assert "-    return value * 2\n+    return value * 3" in told["diff"]
    assert "triple" not in told["diff"]


def test_tests_that_broke_at_different_commits_are_told_apart(folder: Path) -> None:
    first = committed(folder, "One", {"m.py": WRONG})
    notes(folder, 1)
    second = committed(folder, "Two", {"m.py": WRONG.replace("* 3", "* 3 + 1")})
    notes(folder, 2)
    lines = [line for line in bisected(folder) if line["type"] == "bisected"]
    assert {(*line["tests"], short(line, "commit")) for line in lines} == {
        (TEST, first),
        ("tests.test_m.Doubles.test_none", second),
    }


def test_a_merge_is_followed_to_the_commit_that_it_brought(folder: Path) -> None:
    git(folder, "checkout", "-q", "-b", "side")
    committed(folder, "Harmless", {"side.txt": "1\n"})
    bad = committed(folder, "Wrong", {"m.py": WRONG})
    committed(folder, "Later", {"side.txt": "2\n"})
    git(folder, "checkout", "-q", "main")
    notes(folder, 1)
    git(folder, "merge", "-q", "--no-ff", "-m", "Bring the side", "side")
    notes(folder, 2)
    told = only(bisected(folder, "--name=test_two"))
    assert (told["outcome"], short(told, "commit")) == ("first", bad)


def test_a_merge_of_sides_that_pass_is_told_as_such(folder: Path) -> None:
    git(folder, "checkout", "-q", "-b", "side")
    uses = "from base import FACTOR\n\n\ndef double(value):\n    return value * FACTOR\n"
    committed(folder, "Use", {"m.py": uses, "base.py": "FACTOR = 2\nOTHER = 1\n"})
    git(folder, "checkout", "-q", "main")
    committed(folder, "Start", {"extra.py": ""})
    git(folder, "merge", "-q", "--no-ff", "--no-commit", "side")
    write(folder, {"base.py": "FACTOR = 3\n"})
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Merge")
    told = only(bisected(folder))
    assert (told["outcome"], told["commit"]["merge"]) == ("merge", True)
    assert told["commit"]["subject"] == "Merge"


def test_what_is_not_committed_is_told(folder: Path) -> None:
    notes(folder, 1)
    write(folder, {"m.py": WRONG, "new.txt": "kept\n"})
    told = only(bisected(folder, "--name=test_two"))
    assert (told["outcome"], told["files"]) == ("uncommitted", ["m.py", "new.txt"])
    assert "+    return value * 3" in told["diff"]


def test_the_last_commit_is_searched_where_what_is_not_committed_mends(folder: Path) -> None:
    bad = committed(folder, "Wrong", {"m.py": WRONG})
    write(folder, {"m.py": RIGHT})
    told = only(bisected(folder, "--name=test_two"))
    assert (short(told, "commit"), told["now"]) == (bad, "passes")


def test_a_test_that_is_newer_than_the_fault_is_laid_over_older_commits(folder: Path) -> None:
    bad = committed(folder, "Wrong", {"m.py": WRONG})
    notes(folder, 1, 2)
    new = TESTS.replace("test_two", "test_four").replace("double(2), 4", "double(4), 8")
    write(folder, {"tests/test_new.py": new})
    told = only(bisected(folder, "--name=test_four"))
    assert (told["outcome"], short(told, "commit"), told["laid"]) == ("first", bad, True)
    notes(folder, 3)
    told = only(bisected(folder, "--name=test_four"))
    assert (told["outcome"], short(told, "commit"), told["laid"]) == ("first", bad, True)


def test_a_test_that_never_passed_is_told(tmp_path: Path) -> None:
    folder = repository(tmp_path / "p", {**FILES, "m.py": WRONG})
    notes(folder, 1, 2, 3)
    told = only(bisected(folder, "--name=test_two"))
    assert (told["outcome"], told["commit"]["subject"], told["came"]) == ("never", "Start", False)
    new = TESTS.replace("test_two", "test_four").replace("double(2), 4", "double(4), 8")
    came = committed(folder, "More tests", {"tests/test_new.py": new})
    notes(folder, 4)
    told = only(bisected(folder, "--name=test_four"))
    assert (told["outcome"], short(told, "commit"), told["came"]) == ("never", came, True)


def test_commits_at_which_nothing_can_be_loaded_are_passed_over(folder: Path) -> None:
    notes(folder, 1)
    broken = committed(folder, "Broken", {"m.py": "def double(value:\n"})
    bad = committed(folder, "Wrong", {"m.py": WRONG})
    notes(folder, 2)
    told = only(bisected(folder, "--name=test_two"))
    assert told["outcome"] == "range"
    assert (short(told, "commit"), [each["short"] for each in told["between"]]) == (bad, [broken])


def test_a_file_that_cannot_be_loaded_is_searched_as_a_failure(folder: Path) -> None:
    bad = committed(folder, "Broken", {"m.py": "def double(value:\n    return value\n"})
    notes(folder, 1, 2)
    told = only(bisected(folder))
    assert (told["outcome"], short(told, "commit")) == ("first", bad)


def test_limits_are_kept(folder: Path) -> None:
    bad = committed(folder, "Wrong", {"m.py": WRONG})
    notes(folder, 1)
    git(folder, "tag", "v1.2")
    notes(folder, 2, 3)
    assert only(bisected(folder, "--since=1.2"))["outcome"] == "limit"
    assert only(bisected(folder, "--last=2"))["outcome"] == "limit"
    assert short(only(bisected(folder, "--last=4")), "commit") == bad
    assert bisected(folder, "--since=v9") == [
        {
            "type": "done",
            "outcome": "refused",
            "reason": "there is no commit, tag or branch 'v9' in this repository",
            "learned": "the name of one that is there",
            "tried": 0,
            "of": 0,
            "seconds": pytest.approx(0, abs=60),
        }
    ]


def test_a_test_of_chance_proves_nothing(folder: Path) -> None:
    chance = TESTS.replace("double(2), 4", "double(2), 4 if id(object()) % 64 < 32 else 5")
    chance = chance.replace("import unittest", "import unittest\nimport os\nimport pathlib")
    state = folder.parent / "count"
    count = (
        f"path = pathlib.Path({str(state)!r})\n"
        "        turn = int(path.read_text()) if path.exists() else 0\n"
        "        path.write_text(str(turn + 1))\n"
        "        self.assertEqual(turn % 2, 1)\n"
    )
    chance = TESTS.replace("self.assertEqual(double(2), 4)\n", count)
    chance = chance.replace("import unittest", "import pathlib\nimport unittest")
    committed(folder, "Chance", {"tests/test_m.py": chance})
    assert only(bisected(folder, "--name=test_two"))["outcome"] == "unsteady"


def test_what_passes_is_told(folder: Path) -> None:
    told = only(bisected(folder, "--name=test_two"))
    assert (told["outcome"], told["tests"]) == ("passes", [TEST])
    assert only(bisected(folder))["tests"] == []
    reason = bisected(folder, "--name=test_three")[0]["reason"]
    assert reason == "no test that ran is called test_three"


def test_a_shallow_clone_is_told(folder: Path, tmp_path: Path) -> None:
    committed(folder, "Wrong", {"m.py": WRONG})
    notes(folder, 1, 2, 3)
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "2", f"file://{folder}", str(clone)], check=True
    )
    assert only(bisected(clone))["outcome"] == "shallow"


def test_no_repository_is_told(tmp_path: Path) -> None:
    write(tmp_path / "p", FILES)
    assert bisected(tmp_path / "p")[0]["reason"] == "this folder is in no git repository"


def test_links_programs_and_ignored_files_come_along(folder: Path) -> None:
    tests = TESTS.replace("double(2), 4", "double(2), 4 * VERSION").replace(
        "from m", "import os\n\nfrom linked import VERSION\nfrom m"
    )
    tests = tests.replace("def test_two(self):\n", "def test_two(self):\n        self.assertTrue("
                          "os.access('run.sh', os.X_OK))\n")  # fmt: skip
    write(folder, {"run.sh": "#!/bin/sh\n", ".gitignore": "_version.py\n"})
    (folder / "run.sh").chmod(0o755)
    (folder / "linked.py").symlink_to("_version.py")
    (folder / "_version.py").write_text("VERSION = 1\n")
    committed(folder, "Use more", {"tests/test_m.py": tests})
    bad = committed(folder, "Wrong", {"m.py": WRONG})
    notes(folder, 1)
    told = only(bisected(folder))
    assert (told["outcome"], short(told, "commit")) == ("first", bad)


def test_what_a_run_leaves_is_gone_at_the_next_commit(folder: Path, tmp_path: Path) -> None:
    link = {"a": "one", "sub/b": "two"}
    first = committed(folder, "First", link)
    (folder / "l").symlink_to("m.py")
    (folder / "out").symlink_to("/etc/passwd")
    second = committed(folder, "Second", {"a": "changed"})
    (folder / "a").unlink()
    third = committed(folder, "Third", {"a/c": "a folder now"})
    copy = Copy(folder, tmp_path / "copy")
    for name in (first, second, third, second, first):
        there = copy.show(name, {"laid.py": b"x = 1\n"})
        held = {each for each in _files(there) if not each.endswith("laid.py")}
        listed = git(folder, "ls-tree", "-r", "--name-only", name).split()
        assert {str(there / each) for each in listed if each != "out"} == held
        assert (there / "a" / "c" if name == third else there / "a").read_text() == git(
            folder, "show", f"{name}:{'a/c' if name == third else 'a'}"
        )
        (there / "sub" / "b").write_text("spoilt")
        (there / "new").mkdir()
        (there / "new" / "left.txt").write_text("left")


def test_a_project_in_a_folder_of_its_repository(tmp_path: Path) -> None:
    inner = {f"pkg/{name}": text for name, text in FILES.items()}
    folder = repository(tmp_path / "p", inner)
    bad = committed(folder, "Wrong", {"pkg/m.py": WRONG})
    notes(folder, 1)
    told = only(report(folder / "pkg", "--name=test_two", verb="bisect"))
    assert (told["outcome"], short(told, "commit"), told["files"]) == ("first", bad, ["m.py"])
