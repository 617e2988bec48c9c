"""What a project's files say about installing, building and testing it."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.workbench.setup_sources import names_of, read_sources
from tests.workbench.trees import lay, run

PYPROJECT = """\
[project]
name = "shop"
dependencies = ["click>=8", "tomli; python_version < '3.11'"]

[project.optional-dependencies]
docs = ["sphinx"]
test = ["pytest>=8"]
"""
GROUPS = """\
[project]
name = "shop"

[dependency-groups]
lint = ["ruff"]
dev = ["pytest", {include-group = "lint"}]
"""
WORKFLOW = """\
jobs:
  test:
    steps:
      - uses: actions/checkout@v4
      - run: pip install -e .
      - name: Test
        run: |
          echo start
          pytest -q
      - run: echo done
"""


@pytest.mark.parametrize(
    ("files", "installable", "extras", "needed"),
    [
        ({"pyproject.toml": PYPROJECT}, "pyproject.toml", ["test"], ["click", "pytest"]),
        ({"pyproject.toml": GROUPS}, "pyproject.toml", [], ["pytest", "ruff"]),
        ({"pyproject.toml": "[tool.black]\n"}, "", [], []),
        ({"pyproject.toml": "not toml ["}, "", [], []),
        ({"requirements.txt": "# base\nflask==3.0  # web\n-r other.txt\n\nattrs\n"}, "", [],
         ["flask", "attrs"]),
        ({"setup.py": "from setuptools import setup\nsetup(install_requires=['six'])\n"},
         "setup.py", [], ["six"]),
        ({"setup.cfg": "[metadata]\nname = a\n[options]\ninstall_requires =\n  six\n"
          "[options.extras_require]\ndev =\n  tox\n"}, "setup.cfg", ["dev"], ["six", "tox"]),
        ({"pyproject.toml": "[tool.poetry]\nname = 'a'\n[tool.poetry.dependencies]\npython = '^3'\n"
          "six = '*'\n[tool.poetry.group.dev.dependencies]\npytest = '*'\n"},
         "pyproject.toml", [], ["six", "pytest"]),
    ],
)  # fmt: skip
def test_what_must_be_installed(
    tmp_path: Path, files: dict[str, str], installable: str, extras: list[str], needed: list[str]
) -> None:
    found = read_sources(lay(tmp_path, files))
    assert (found.installable, found.extras, names_of(found.requirements)) == (
        installable, extras, needed,
    )  # fmt: skip


def test_scripts_of_other_tools_are_told(tmp_path: Path) -> None:
    files = {
        "tox.ini": "[testenv]\ndeps = pytest\ncommands =\n  pytest {posargs}\n",
        "noxfile.py": "import nox\n\ndef t(session):\n    session.run('pytest', '-q')\n",
        "Makefile": "X := 1\n\ntest:\n\tpytest\nbuild: x\n\tpython -m build\n",
        ".github/workflows/ci.yml": WORKFLOW,
        "package.json": '{"scripts": {"test": "jest"}}',
        "Cargo.toml": "",
    }
    found = read_sources(lay(tmp_path, files))
    assert found.told == [
        "tox.ini: pytest {posargs}",
        "noxfile.py: pytest -q",
        "Makefile: make test",
        "Makefile: make build",
        ".github/workflows/ci.yml: pip install -e .",
        ".github/workflows/ci.yml: pytest -q",
    ]
    assert found.others == [
        "package.json: npm install, npm run test",
        "Cargo.toml: cargo build, cargo test",
    ]


def test_the_section_replaces_the_old_one(program: Path, tmp_path: Path) -> None:
    agents = "# Mine\n\n## Set-up and tests\n\nOld words.\n\n## Style\n\nShort.\n"
    lay(
        tmp_path, {"pyproject.toml": PYPROJECT, "AGENTS.md": agents, "test_a.py": "import pytest\n"}
    )
    plan = run(program, "setup", "--root", str(tmp_path)).first("plan")
    assert plan["agents_text"] == ""
    diff = str(plan["agents_diff"])
    assert "-Old words." in diff and " ## Style" in diff
    assert "+    .venv/bin/python -m pip install -e '.[test]'" in diff
    assert plan["test"] == ".venv/bin/python -m pytest"


def test_the_look_runs_nothing(program: Path, tmp_path: Path) -> None:
    lay(tmp_path, {
        "src/shop/__init__.py": "OPEN = True\n",
        "src/shop/__main__.py": "raise SystemExit(1)\n",
        "run.py": "open('ran', 'w')\n",
        "tests/test_shop.py": "def test_a(): pass\n",
    })  # fmt: skip
    facts = run(program, "setup", "--look", "--root", str(tmp_path)).first("facts")
    assert (facts["modules"], facts["tests"], facts["roots"]) == (
        ["shop"], ["tests/test_shop.py"], [".", "src"],
    )  # fmt: skip
    assert not (tmp_path / "ran").exists()


def test_the_project_in_a_folder_is_set_up_from_above(program: Path, tmp_path: Path) -> None:
    tree = {
        "backend/pyproject.toml": '[project]\nname = "shop"\n',
        "backend/requirements/test.txt": "attrs\n",
        "backend/test_m.py": "def test_x():\n    pass\n",
        "web/package.json": "{}",
    }
    plan = run(program, "setup", "--root", str(lay(tmp_path, tree))).first("plan")
    pip = ".venv/bin/python -m pip"
    assert plan["commands"] == [
        "python3 -m venv .venv",
        f"{pip} install -r backend/requirements/test.txt",
        f"{pip} install -e ./backend",
        f"{pip} install pytest",
        f'{pip} wheel --no-deps --wheel-dir "${{TMPDIR:-/tmp}}/dist" ./backend',
        ".venv/bin/python -m pytest",
    ]
    assert plan["sources"] == ["backend/pyproject.toml", "backend/requirements/test.txt"]
    assert plan["others"] == ["web/package.json: npm install"]


def test_several_projects_are_named_and_none_is_chosen(program: Path, tmp_path: Path) -> None:
    tree = {f"{name}/pyproject.toml": '[project]\nname = "a"\n' for name in ("api", "worker")}
    plan = run(program, "setup", "--root", str(lay(tmp_path, tree))).first("plan")
    assert plan["steps"] == []
    assert plan["others"] == [
        "api: a Python project of its own; give the order in that folder",
        "worker: a Python project of its own; give the order in that folder",
    ]


def test_the_extra_for_tests_is_read_from_setup_py(tmp_path: Path) -> None:
    text = (
        "from setuptools import setup\nneeded = ['pytest', 'mock']\n"
        "extras = {'tests': needed, 'docs': ['sphinx']}\nextras['all'] = []\n"
        "setup(name='a', extras_require=extras)\n"
    )
    found = read_sources(lay(tmp_path, {"setup.py": text}))
    assert (found.extras, found.requirements) == (["tests"], ["pytest", "mock"])
