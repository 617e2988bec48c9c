"""Projects whose tests run through Django's own command."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from quire.workbench.managed import manager, settings_module
from quire.workbench.project import Refused, detect
from quire.workbench.testgen_place import Target, new_file
from tests.workbench.django_parts import DJANGO, MANAGE, PRICING, PROJECT
from tests.workbench.trees import lay, run

TEST = "from django.test import TestCase\n\n\nclass T(TestCase):\n    def test_a(self): pass\n"
PYTEST = "[pytest]\nDJANGO_SETTINGS_MODULE = site_of.tested\npython_files = tests.py\n"


@pytest.fixture
def django(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Django be importable here."""
    monkeypatch.syspath_prepend(lay(tmp_path_factory.mktemp("installed"), DJANGO))


@pytest.mark.usefixtures("django")
@pytest.mark.parametrize(
    ("files", "runner", "command"),
    [
        ({"manage.py": MANAGE, "shop/tests.py": TEST}, "django", ["manage.py", "test"]),
        ({"manage.py": MANAGE, "shop/tests/test_a.py": TEST}, "django", ["manage.py", "test"]),
        ({"back/manage.py": MANAGE, "back/shop/tests.py": TEST}, "django",
         ["back/manage.py", "test", "back"]),
        # pytest is told which settings to use, and its plug-in is not there
        ({"manage.py": MANAGE, "shop/tests.py": TEST, "pytest.ini": PYTEST}, "django",
         ["manage.py", "test"]),
        ({"manage.py": MANAGE, "shop/test_a.py": "import pytest\n" + TEST}, "pytest",
         ["-m", "pytest"]),
        ({"manage.py": MANAGE, "shop/test_a.py": "def test_a():\n    pass\n"}, "pytest",
         ["-m", "pytest"]),
        ({"manage.py": "print('tidy')\n", "shop/test_a.py": TEST}, "unittest",
         ["-m", "unittest", "discover", "-s", "shop"]),
        # whose tests lie outside are not the manage.py's
        ({"back/manage.py": MANAGE, "test_a.py": TEST}, "unittest", ["-m", "unittest"]),
    ],
)  # fmt: skip
def test_who_runs_the_tests(
    tmp_path: Path, files: dict[str, str], runner: str, command: list[str]
) -> None:
    project = detect(lay(tmp_path, files))
    assert (project.runner, project.command) == (runner, ["python", *command])


@pytest.mark.usefixtures("django")
def test_pytest_runs_them_where_it_has_its_plug_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay(tmp_path / "p", {"manage.py": MANAGE, "shop/tests.py": TEST, "pytest.ini": PYTEST})
    monkeypatch.syspath_prepend(lay(tmp_path / "plug-in", {"pytest_django.py": ""}))
    assert detect(root).runner == "pytest"
    assert settings_module(root) == "site_of.tested"


def test_without_django_the_project_is_refused_and_it_is_told_how_it_would_run(
    tmp_path: Path,
) -> None:
    with pytest.raises(Refused) as caught:
        detect(lay(tmp_path, {"manage.py": MANAGE, "shop/tests.py": TEST}))
    assert caught.value.reason == f"the tests need Django, which {sys.executable} does not have"
    assert caught.value.later is not None
    assert caught.value.later.command == ["python", "manage.py", "test"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (MANAGE, "site_of.settings"),
        ("os.environ['DJANGO_SETTINGS_MODULE'] = 'site_of.local'\n", "site_of.local"),
    ],
)
def test_the_settings_are_those_of_manage_py(tmp_path: Path, text: str, name: str) -> None:
    assert settings_module(lay(tmp_path, {"manage.py": text})) == name


def test_of_two_projects_none_is_taken(tmp_path: Path) -> None:
    assert manager(lay(tmp_path, {"a/manage.py": MANAGE, "b/manage.py": MANAGE})) == ""


def test_the_tests_run_through_manage_py(program: Path, tmp_path: Path) -> None:
    lay(tmp_path, {**DJANGO, **PROJECT})
    tests = run(program, "tests", "--root", str(tmp_path)).first("tests")
    assert tests["passed"] == ["shop.tests.Prices.test_nothing_off"]
    assert tests["failed"] == [
        {"id": "shop.tests.Kept.test_half", "error": "AssertionError: 75 != 25",
         "where": "shop/tests.py:21"},
        {"id": "shop.tests.Prices.test_discount", "error": "AssertionError: 1100 != 900",
         "where": "shop/tests.py:8"},
    ]  # fmt: skip


def test_a_folder_with_manage_py_is_run_from_above(program: Path, tmp_path: Path) -> None:
    lay(tmp_path, {f"backend/{name}": text for name, text in {**DJANGO, **PROJECT}.items()})
    tests = run(program, "tests", "--root", str(tmp_path)).first("tests")
    assert tests["passed"] == ["shop.tests.Prices.test_nothing_off"]
    assert tests["command"] == ["python", "backend/manage.py", "test", "backend"]


def test_what_keeps_django_from_starting_is_told(program: Path, tmp_path: Path) -> None:
    lay(tmp_path, {**DJANGO, **PROJECT, "site_of/settings.py": "import os\nos.environ['KEY']\n"})
    tests = run(program, "tests", "--root", str(tmp_path)).first("tests")
    assert (tests["passed"], tests["failed"], tests["words"]) == ([], [], "KeyError: 'KEY'")


def test_a_repair_is_judged_by_djangos_tests(program: Path, tmp_path: Path) -> None:
    lay(tmp_path, {**DJANGO, **PROJECT})
    ran = run(program, "repair", "--root", str(tmp_path), "--seconds", "30")
    done = ran.first("done")
    assert done["outcome"] == "fixed", ran.findings
    assert "total - total * percent // 100" in str(ran.first("fix"))


def test_new_tests_reach_no_database_and_lie_where_django_finds_them(
    program: Path, tmp_path: Path
) -> None:
    right = {**PROJECT, "shop/pricing.py": PRICING.replace("total +", "total -")}
    lay(tmp_path, {**DJANGO, **right})
    target = ["--target", "shop/pricing.py"]
    ran = run(program, "generate", "--root", str(tmp_path), "--seconds", "6", *target)
    file = ran.first("file")
    assert (file["path"], ran.first("done")["runner"]) == ("shop/test_pricing.py", "django")
    text = str(file["text"])
    assert "from django.test import SimpleTestCase\n" in text
    assert "class TestShopPricing(SimpleTestCase):\n" in text


def test_models_are_named_and_not_tested(program: Path, tmp_path: Path) -> None:
    models = (
        "from django.conf import settings\nfrom django.db import models\n\n"
        "assert settings.is_ready\n\n\n"
        "class Product(models.Model):\n    def known(self) -> bool:\n        return True\n"
    )
    models = models.replace("from django.db import models", "from django.db.models import Model")
    lay(tmp_path, {**DJANGO, **PROJECT, "shop/models.py": models.replace("models.Model", "Model")})
    target = ["--target", "shop/models.py"]
    ran = run(program, "generate", "--root", str(tmp_path), "--seconds", "6", *target)
    assert ran.first("nothing")["untested"] == {"Product": "its objects are kept in a database"}


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({"manage.py": MANAGE, "shop/tests.py": TEST}, "shop/test_pricing.py"),
        ({"manage.py": MANAGE, "shop/tests/__init__.py": ""}, "shop/tests/test_pricing.py"),
        ({"tests/test_a.py": ""}, "tests/test_pricing.py"),
    ],
)
def test_where_new_tests_of_an_app_belong(tmp_path: Path, files: dict[str, str], path: str) -> None:
    lay(tmp_path, {**files, "shop/__init__.py": "", "shop/pricing.py": PRICING})
    existing = [each for each in files if each.startswith("tests/")]
    assert new_file(tmp_path, Target("shop/pricing.py", "shop.pricing"), existing) == path


@pytest.mark.parametrize(
    ("more", "installs", "test"),
    [
        ({}, [], ".venv/bin/python manage.py test"),
        ({"pytest.ini": PYTEST}, [".venv/bin/python -m pip install pytest pytest-django"],
         ".venv/bin/python -m pytest"),
    ],
)  # fmt: skip
def test_a_fresh_clone_is_set_up_for_what_runs_its_tests(
    program: Path, tmp_path: Path, more: dict[str, str], installs: list[str], test: str
) -> None:
    lay(tmp_path, {"manage.py": MANAGE, "shop/tests.py": TEST, **more})
    lay(tmp_path, {"requirements.txt": "Django\n"})
    plan = run(program, "setup", "--root", str(tmp_path)).first("plan")
    here = "python -m pytest" if more else ""
    base = ["python3 -m venv .venv", ".venv/bin/python -m pip install -r requirements.txt"]
    assert (plan["commands"], plan["here"]) == ([*base, *installs, test], here)
