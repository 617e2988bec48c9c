"""The run of a project's tests in a fresh process, as the verdict reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.workbench import fresh, witness
from quire.workbench.project import detect
from tests.workbench.trees import lay, run

SOURCE = "def total(numbers):\n    return sum(numbers)\n"
TEST = "from calc import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n"
HANGS = "\n\ndef test_endless():\n    while True:\n        try:\n            pass\n" + (
    "        except Exception:\n            pass\n\n\ndef test_last():\n    pass\n"
)


def lay_out(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def outcomes(run: fresh.Run) -> tuple[list[str], dict[str, str]]:
    return run.passed, {each["id"]: each["error"] for each in run.failed}


@pytest.mark.parametrize(
    ("files", "command"),
    [
        (
            {"src/calc/__init__.py": SOURCE, "tests/test_calc.py": TEST},
            ["env", "PYTHONPATH=src", "python", "-m", "pytest"],
        ),
        (
            {
                "src/calc/__init__.py": SOURCE,
                "tests/test_calc.py": TEST,
                "pytest.ini": "[pytest]\npythonpath = src\n",
            },
            ["python", "-m", "pytest"],
        ),
        (
            {
                "lib/calc.py": SOURCE,
                "tests/test_calc.py": TEST,
                "tox.ini": "[testenv]\nsetenv =\n    PYTHONPATH = {toxinidir}/lib\n",
            },
            ["env", "PYTHONPATH=lib", "python", "-m", "pytest"],
        ),
        (
            {
                "lib/calc.py": SOURCE,
                "tests/test_calc.py": TEST,
                "Makefile": "test:\n\tPYTHONPATH=lib:. python -m pytest\n",
            },
            ["env", "PYTHONPATH=lib", "python", "-m", "pytest"],
        ),
    ],
    ids=["src", "src by its settings", "tox", "make"],
)
def test_a_project_is_importable_where_it_says_so(
    tmp_path: Path, files: dict[str, str], command: list[str]
) -> None:
    project = detect(lay_out(tmp_path, files))
    run = fresh.run(project, 60.0)

    assert outcomes(run) == (["tests/test_calc.py::test_total"], {})
    assert [Path(word).name for word in project.command] == command


def test_options_of_a_plug_in_that_is_missing_are_left_out(tmp_path: Path) -> None:
    settings = "[pytest]\naddopts = --option-of-a-missing-plug-in\n"
    root = lay_out(tmp_path, {"calc.py": SOURCE, "test_calc.py": TEST, "pytest.ini": settings})
    project = detect(root)
    run = fresh.run(project, 60.0)

    assert outcomes(run) == (["test_calc.py::test_total"], {})
    assert project.command[-2:] == ["-o", "addopts="]


@pytest.mark.parametrize("runner", ["pytest", "unittest"])
def test_a_test_that_does_not_end_has_failed_and_the_next_one_runs(
    tmp_path: Path, runner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = "import unittest\nfrom calc import total\n\n\nclass T(unittest.TestCase):\n"
    method = TEST.partition("\n\n\n")[2] + HANGS
    body = "".join(f"    {line}\n" if line else "\n" for line in method.splitlines())
    text = case + body.replace("()", "(self)") if runner == "unittest" else TEST + HANGS
    monkeypatch.setenv(witness.LIMIT, "0.3")
    run = fresh.run(detect(lay_out(tmp_path, {"calc.py": SOURCE, "test_calc.py": text})), 60.0)

    passed, failed = outcomes(run)
    assert sorted(name[-5:] for name in passed) == ["_last", "total"]
    assert [(name[-12:], "does not end" in error) for name, error in failed.items()] == [
        ("test_endless", True)
    ]
    assert not run.timed_out


def test_a_runner_that_does_not_start_says_why(program: Path, tmp_path: Path) -> None:
    root = lay(tmp_path, {"pytest.py": "import nowhere\n", "test_x.py": "def test_x(): ...\n"})
    lay(root, {"pytest.ini": "[pytest]\n"})
    lack = "ModuleNotFoundError: No module named 'nowhere'"
    [tests] = run(program, "tests", "--root", str(root)).findings
    assert (tests["exit_code"], tests["words"]) == (1, lack)
    [done] = run(program, "repair", "--root", str(root)).findings
    assert (done["outcome"], done["reason"]) == ("refused", f"pytest does not start here: {lack}")
