"""The catalogue of bugs fits the projects; a sample of bugs breaks the tests it should."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.engine import check, quixbugs_checks, quixbugs_plain
from bench.engine.catalog import Bug, base_names, lay_out, load_bugs
from bench.engine.quixbugs_verify import FIXES
from bench.engine.report import verdict
from bench.engine.tasks import PROGRAMS, Judgement, catalogue_tasks, folder_tasks

BUGS = load_bugs()


def test_catalogue_is_large_and_a_quarter_is_unseen() -> None:
    unseen = [bug for bug in BUGS if bug.set == "unseen"]
    assert len(BUGS) >= 90
    assert 0.25 <= len(unseen) / len(BUGS) <= 0.4
    assert {bug.project for bug in BUGS} == set(base_names())


def test_every_bug_can_be_laid_out(tmp_path: Path) -> None:
    for bug in BUGS:
        lay_out(bug.project, tmp_path / bug.id, bug.changes)
        assert not (tmp_path / bug.id / "hidden").exists()


@pytest.mark.parametrize("project", ["roman", "textwrapper"])
def test_base_passes_all_its_tests(project: str) -> None:
    assert check.base_problems(project) == []


@pytest.mark.parametrize(
    "bug", [bug for bug in BUGS if bug.id in ("roman-wrong_operator-1", "matrix-index-1")]
)
def test_bug_breaks_given_and_hidden_tests(bug: Bug) -> None:
    assert check.bug_problems(bug) == []


def test_folder_of_own_bugs_is_judged_by_its_hidden_tests(tmp_path: Path) -> None:
    source = tmp_path / "mine" / "double"
    for name, text in {
        "project/double.py": "def double(n):\n    return n + 2\n",
        "project/tests/test_double.py": (
            "from double import double\n\n\ndef test_three():\n    assert double(3) == 6\n"
        ),
        "hidden/test_more.py": (
            "from double import double\n\n\ndef test_five():\n    assert double(5) == 10\n"
        ),
    }.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text)
    (task,) = folder_tasks(tmp_path / "mine")
    assert (task.id, task.set, task.kind) == ("double", "mine", "own")
    folder = tmp_path / "work"
    task.prepare(folder)
    program = folder / "double.py"
    assert task.judge(folder) == Judgement(given=False, hidden=False)
    program.write_text("def double(n):\n    return n + 3\n")
    assert task.judge(folder) == Judgement(given=True, hidden=False)
    program.write_text("def double(n):\n    return n * 2\n")
    assert task.judge(folder) == Judgement(given=True, hidden=True)


def test_every_program_has_what_judges_it() -> None:
    programs = folder_tasks(PROGRAMS)
    assert {task.set for task in programs} == {"functions", "leetcode", "several", "packages"}
    assert len(programs) == len({(task.set, task.id) for task in programs}) == 350
    for task in programs:
        assert sorted(p.name for p in task.source.iterdir()) == [
            "about.txt", "correct", "hidden", "project",
        ]  # fmt: skip
        assert list((task.source / "hidden").glob("test_*.py"))


@pytest.mark.parametrize("name", ["functions/pascal", "packages/undo", "leetcode/robber"])
def test_only_the_correct_program_passes_all_tests(name: str) -> None:
    (task,) = [each for each in folder_tasks(PROGRAMS) if f"{each.set}/{each.id}" == name]
    assert check.program_problems(task) == []


def test_sets_are_kept_apart() -> None:
    seen = {task.id for task in catalogue_tasks("seen")}
    unseen = {task.id for task in catalogue_tasks("unseen")}
    assert seen.isdisjoint(unseen)
    assert seen | unseen == {task.id for task in catalogue_tasks("all")}


@pytest.mark.parametrize(
    ("claim", "given", "hidden", "expected"),
    [
        ("fixed", True, True, "correct"),
        ("fixed", True, False, "false"),
        ("fixed", False, False, "false"),
        ("not fixed", True, False, "false"),
        ("not fixed", False, False, "unfixed"),
        ("refused", False, False, "refused"),
        ("error 4", False, False, "error"),
        ("time-out", False, False, "unfixed"),
    ],
)
def test_verdict(claim: str, given: bool, hidden: bool, expected: str) -> None:
    assert verdict(claim, given, hidden) == expected


def test_every_quixbugs_program_has_an_oracle() -> None:
    assert len(FIXES) == 40
    assert all(callable(quixbugs_checks.oracle(name)) for name in FIXES)


def test_oracle_tells_right_from_wrong() -> None:
    def wrong(n: int) -> int:
        return n.bit_length()

    rng = random.Random(1)
    assert all(quixbugs_plain.bitcount(int.bit_count, rng) for _ in range(50))
    assert not all(quixbugs_plain.bitcount(wrong, rng) for _ in range(50))
