from __future__ import annotations

from pathlib import Path

import pytest

from quire.workbench.project import Refused, detect, is_test_path, read_hints
from tests.workbench.trees import lay

TEST = "def test_x():\n    assert True\n"
CASE = "import unittest\n\n\nclass T(unittest.TestCase):\n    def test_x(self):\n        pass\n"


def test_plain_functions_need_pytest(tmp_path: Path) -> None:
    project = detect(lay(tmp_path, {"m.py": "", "tests/test_m.py": TEST}))
    assert (project.runner, project.command, project.tests) == (
        "pytest",
        ["python", "-m", "pytest"],
        ["tests"],
    )


def test_cases_alone_are_run_by_unittest(tmp_path: Path) -> None:
    project = detect(lay(tmp_path, {"m.py": "", "tests/__init__.py": "", "tests/test_m.py": CASE}))
    assert project.runner == "unittest"
    assert project.command[:3] == ["python", "-m", "unittest"]


def test_settings_of_pytest_are_hints(tmp_path: Path) -> None:
    root = lay(
        tmp_path,
        {
            "pyproject.toml": '[tool.pytest.ini_options]\naddopts = "-q"\n',
            "Makefile": "test:\n\tpython -m pytest -q\n",
            "test_m.py": CASE,
        },
    )
    assert read_hints(root) == [
        "pytest: pyproject.toml [tool.pytest]",
        "Makefile: python -m pytest -q",
    ]
    assert detect(root).runner == "pytest"


def test_a_project_without_tests_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        detect(lay(tmp_path, {"m.py": "x = 1\n"}))
    assert "no tests" in caught.value.reason
    assert "failing test" in caught.value.needs


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tests/data.py", True),
        ("pkg/tests/util.py", True),
        ("conftest.py", True),
        ("pkg/test_a.py", True),
        ("pkg/a_test.py", True),
        ("pkg/contest.py", False),
        ("src/latest.py", False),
    ],
)
def test_what_belongs_to_the_tests(path: str, expected: bool) -> None:
    assert is_test_path(path) is expected
