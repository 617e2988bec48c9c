from __future__ import annotations

from pathlib import Path

import pytest

from quire.workbench.fresh import run
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


def test_cases_in_files_that_unittest_does_not_find_are_run_by_pytest(tmp_path: Path) -> None:
    assert detect(lay(tmp_path, {"m.py": "", "m_test.py": CASE})).runner == "pytest"


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


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("Makefile", "test:\n\t@python -m pytest checks/cart.py\n"),
        ("Makefile", "check:\n\tpytest -q checks\n"),
        ("Makefile", "test:\n\tpython -m unittest checks.cart\n"),
        ("Makefile", "test:\n\tpython -m unittest discover -s checks -p 'c*.py'\n"),
        ("tox.ini", "[testenv]\ncommands =\n    pytest {posargs:checks}\n"),
        ("noxfile.py", 'def tests(session):\n    session.run("pytest", "checks/cart.py")\n'),
    ],
)
def test_files_with_unusual_names_are_run_where_a_command_names_them(
    tmp_path: Path, file: str, text: str
) -> None:
    root = lay(tmp_path, {"m.py": "", "checks/cart.py": TEST, "checks/data.py": "", file: text})
    assert detect(root).command == ["python", "-m", "pytest", "checks/cart.py"]


def test_files_that_a_command_names_are_run_besides_the_others(tmp_path: Path) -> None:
    tree = {"Makefile": "test:\n\tpytest checks tests\n", "checks/cart.py": TEST}
    root = lay(tmp_path, {**tree, "tests/test_m.py": TEST, "checks/test_n.py": TEST})
    project = detect(root)
    assert project.arguments == ["checks/cart.py", "tests", "checks/test_n.py"]
    assert sorted(run(project, 60.0).passed) == [
        "checks/cart.py::test_x", "checks/test_n.py::test_x", "tests/test_m.py::test_x",
    ]  # fmt: skip


def test_a_command_that_names_no_test_is_no_help(tmp_path: Path) -> None:
    root = lay(tmp_path, {"m.py": "", "Makefile": "test:\n\tpytest ../other m.py missing\n"})
    with pytest.raises(Refused):
        detect(root)


INNER = '[project]\nname = "shop"\n[tool.pytest.ini_options]\npythonpath = ["."]\n'


def test_the_one_project_in_a_folder_is_tested_with_its_own_settings(tmp_path: Path) -> None:
    tree = {"backend/pyproject.toml": INNER, "backend/tests/test_m.py": TEST, "web/a.js": ""}
    assert detect(lay(tmp_path, tree)).command == [
        "env", "PYTHONPATH=backend", "python", "-m", "pytest",
        "-c", "backend/pyproject.toml", "--rootdir=.", "backend",
    ]  # fmt: skip


def test_a_project_with_settings_at_its_root_lies_nowhere_else(tmp_path: Path) -> None:
    tree = {"pyproject.toml": "", "plugin/pyproject.toml": INNER, "plugin/test_m.py": TEST}
    assert detect(lay(tmp_path, tree)).command == ["python", "-m", "pytest"]


def _project(name: str, settings: str = "") -> dict[str, str]:
    """Return the files of a small project in a folder."""
    return {
        f"{name}/pyproject.toml": f"[project]\nname = '{name}'\n{settings}",
        f"{name}/src/pkg_{name}/__init__.py": "ONE = 1\n",
        f"{name}/tests/test_one.py": f"from pkg_{name} import ONE\n\n\n"
        "def test_one():\n    assert ONE == 1\n",
    }


def test_projects_beside_each_other_are_run_together(tmp_path: Path) -> None:
    own = '\n[tool.pytest.ini_options]\npythonpath = ["src", "extra"]\n'
    root = lay(tmp_path, {**_project("a", own), **_project("b"), "a/extra/x.py": ""})
    project = detect(root)
    assert project.command == [
        "env", "PYTHONPATH=a/src:a/extra:a:b:b/src", "python", "-m", "pytest", "--rootdir=.",
        "--import-mode=importlib", "a", "b",
    ]  # fmt: skip
    done = run(project, 60)
    assert sorted(done.passed) == ["a/tests/test_one.py::test_one", "b/tests/test_one.py::test_one"]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"a/pytest.ini": "[pytest]\nmarkers = slow\n"}, "a has settings of its own for pytest"),
        (
            {"a/src/tool/__init__.py": "", "b/tool/__init__.py": ""},
            "a and b both hold a package tool",
        ),
    ],
)
def test_projects_that_do_not_mix_are_named(tmp_path: Path, more: dict[str, str], why: str) -> None:
    root = lay(tmp_path, {**_project("a"), **_project("b"), **more})
    with pytest.raises(Refused, match=r"several projects with tests \(a, b\)") as refused:
        detect(root)
    assert why in refused.value.reason
    assert refused.value.needs == 'one of them, for example: quire -C a "fix the tests"'
