"""What a project's files say about installing, building and testing it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from quire.workbench.setup_files import requirement_files
from quire.workbench.setup_needs import of_poetry
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
        ({"pyproject.toml": "[build-system]\n"
          "[tool.poetry]\nname = 'a'\n[tool.poetry.dependencies]\npython = '^3'\n"
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


POETRY = "[build-system]\n[tool.poetry]\nname = 'a'\n[tool.poetry"
PROJECT = "[build-system]\n[project]\nname = 'a'\n"
HATCH = (
    f"{PROJECT}[tool.hatch.envs.default]\ndependencies = ['pytest', 'mock']\n"
    "features = ['x']\n[project.optional-dependencies]\nx = ['six']\n"
)
NOX = """\
import nox

@nox.session
def tests(session):
    session.install("pytest", "-r", "more.txt")
    session.install(".")

@nox.session
def lint(session):
    session.install("flake8")
"""
TOX = "[testenv]\ndeps =\n  mock\n  -rmore.txt\n  -c pins.txt\n  py27: enum34\n  {env:MORE}\n"


@pytest.mark.parametrize(
    ("files", "installs"),
    [
        ({"pyproject.toml": f"{POETRY}.dev-dependencies]\npytest = '^7.2'\n"},
         ["-e . 'pytest>=7.2,<8'"]),
        ({"pyproject.toml": f"{POETRY}.group.test.dependencies]\nmock = '*'\n"},
         ["-e . mock", "pytest"]),
        ({"pyproject.toml": f"{PROJECT}[tool.pdm.dev-dependencies]\ntest = ['pytest']\n"},
         ["-e . pytest"]),
        ({"pyproject.toml": f"{PROJECT}[tool.uv]\ndev-dependencies = ['pytest>=8']\n"},
         ["-e . 'pytest>=8'"]),
        ({"pyproject.toml": HATCH}, ["-e '.[x]' pytest mock"]),
        ({"Pipfile": "[packages]\nsix = '*'\n[dev-packages]\npytest = '*'\n"}, ["six pytest"]),
        ({"setup.py": "setup(name='a', tests_require=['mock'])\n"}, ["-e . mock", "pytest"]),
        ({"setup.py": "", "tox.ini": TOX, "more.txt": ""}, ["-r more.txt", "-e . mock", "pytest"]),
        ({"setup.py": "", "noxfile.py": NOX, "more.txt": ""}, ["-r more.txt", "-e . pytest"]),
        # What the project itself says goes before what tox and nox install.
        ({"pyproject.toml": PYPROJECT, "tox.ini": TOX}, ["-e '.[test]'"]),
        # Nothing to install: setuptools would refuse two modules side by side.
        ({"pyproject.toml": "[project]\nname = 'a'\ndependencies = ['six']\n", "b.py": "",
          "c.py": ""}, ["six", "pytest"]),
        ({"pyproject.toml": f"{PROJECT}[project.optional-dependencies]\ndev = ['a[test]']\n"
          "test = ['pytest']\n"}, ["-e '.[test]'"]),
    ],
)  # fmt: skip
def test_what_the_tests_need_is_installed(
    program: Path, tmp_path: Path, files: dict[str, str], installs: list[str]
) -> None:
    lay(tmp_path, {**files, "tests/test_a.py": "def test_a():\n    pass\n"})
    plan = run(program, "setup", "--root", str(tmp_path)).first("plan")
    commands = plan["commands"]
    assert isinstance(commands, list)
    start = ".venv/bin/python -m pip install "
    assert [each[len(start) :] for each in commands if each.startswith(start)] == installs


def test_versions_of_poetry_become_versions_of_pip() -> None:
    versions: dict[str, object] = {
        "python": "^3.9", "a": "^1.2.3", "b": "^0.2.3", "c": "~1.2.3", "d": "~1", "e": "1.4",
        "f": ">=1,<2", "g": "^1 || ^2", "h": {"version": "^2", "extras": ["x"], "markers": "m"},
        "i": {"git": "https://g/i", "tag": "v1"}, "j": {"path": "../j"}, "k": "~=1.4", "l": "2.*",
    }  # fmt: skip
    assert of_poetry(versions) == [
        "a>=1.2.3,<2", "b>=0.2.3,<0.3", "c>=1.2.3,<1.3", "d>=1,<2", "e==1.4", "f>=1,<2", "g",
        "h[x]>=2,<3; m", "i @ git+https://g/i@v1", "k~=1.4", "l==2.*",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["requirements-dev.txt", "requirements.txt"],
         ["requirements.txt", "requirements-dev.txt"]),
        (["requirements/dev.txt", "requirements/tests.txt"], ["requirements/tests.txt"]),
        (["requirements/prod.txt", "requirements/local.txt", "requirements/docs.txt"],
         ["requirements/prod.txt", "requirements/local.txt"]),
        (["requirements_test.txt", "requirements-conda-test.txt"], ["requirements_test.txt"]),
        (["notes.txt", "test.txt", "dev_requirements.txt"], ["dev_requirements.txt"]),
        (["requirements.txt", "tests/requirements.txt", "requirements-dev.txt"],
         ["requirements.txt", "tests/requirements.txt"]),
        (["requirements.txt", "test/requirements-test.txt", "tests/words.txt"],
         ["requirements.txt", "test/requirements-test.txt"]),
        (["requirements.txt", "test-requirements.txt", "tests/requirements.txt"],
         ["requirements.txt", "test-requirements.txt"]),
    ],
)  # fmt: skip
def test_files_of_requirements_are_chosen(
    tmp_path: Path, names: list[str], chosen: list[str]
) -> None:
    lay(tmp_path, dict.fromkeys(names, ""))
    assert [name for _, name in requirement_files(tmp_path)] == chosen


def test_a_file_of_requirements_names_others(tmp_path: Path) -> None:
    lay(tmp_path, {"requirements/dev.txt": "-r base.txt\nmock\n", "requirements/base.txt": "six\n"})
    assert names_of(read_sources(tmp_path).requirements) == ["six", "mock"]


def test_examples_in_docstrings_are_tests_where_there_are_no_others(
    program: Path, tmp_path: Path
) -> None:
    lay(tmp_path, {"setup.py": "", "a.py": '"""A.\n\n>>> 1\n1\n"""\n', "b.py": "B = 1\n"})
    plan = run(program, "setup", "--root", str(tmp_path)).first("plan")
    assert plan["test"] == ".venv/bin/python -m pytest --doctest-modules a.py"
    assert "'.venv/bin/python -m pip install pytest'" in str(plan["commands"])


def test_an_interpreter_without_pytest_still_tells_the_tests(program: Path, tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            "pyproject.toml": PYPROJECT,
            "src/shop/__init__.py": "",
            "test_a.py": "def test_a(): pass\n",
        },
    )
    words = [sys.executable, "-S", str(program), "setup", "--root", str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True)
    plan = next(
        each for each in map(json.loads, done.stdout.splitlines()) if each["type"] == "plan"
    )
    assert (plan["here"], plan["test"]) == ("", ".venv/bin/python -m pytest")


def test_what_the_commands_leave_behind_is_tidied_up(program: Path, tmp_path: Path) -> None:
    lay(tmp_path, {"setup.py": ""})
    plan = run(program, "setup", "--root", str(tmp_path)).first("plan")
    steps = plan["steps"]
    assert isinstance(steps, list)
    assert [each["after"] for each in steps] == [
        "echo '*' > .venv/.gitignore", "", "rm -rf ./build",
    ]  # fmt: skip
    (tmp_path / "build").mkdir()
    again = run(program, "setup", "--root", str(tmp_path)).first("plan")["steps"]
    assert isinstance(again, list)
    assert again[-1]["after"] == ""


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
