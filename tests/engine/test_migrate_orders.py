"""Orders for a migration in the words that people use, and orders that are none."""

from __future__ import annotations

import pytest

from quire.engine.migrate_orders import read_wish
from quire.protocol.items import Json


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("migrate to python 3.12", {"what": "syntax", "version": "3.12"}),
        ("port this project to py3.13", {"what": "syntax", "version": "3.13"}),
        (
            "make this project run on Python 3.11, at the moment it only works with 3.8",
            {"what": "shipped"},
        ),
        (
            "Make it compatible with Python 3.13 (imp and cgi modules were removed)",
            {"what": "shipped"},
        ),
        (
            "Upgrade the code base to py3.12, distutils is gone there",
            {"what": "syntax", "version": "3.12"},
        ),
        (
            "We're still on 3.7 here, which has been out of support for ages. Bring the project "
            "to 3.12 including metadata and CI config if needed, and make sure the tests still "
            "pass.",
            {"what": "syntax", "version": "3.12"},
        ),
        ("upgrade from python 3.8 to 3.12", {"what": "syntax", "version": "3.12"}),
        ("modernise the syntax to Python 3.10", {"what": "syntax", "version": "3.10"}),
        ("can you bring our code up to Python 3.13?", {"what": "syntax", "version": "3.13"}),
        ("use Python 3.12 syntax throughout", {"what": "syntax", "version": "3.12"}),
        ("please lift the codebase to 3.11", {"what": "syntax", "version": "3.11"}),
        ("switch to Python 3.12 typing syntax", {"what": "syntax", "version": "3.12"}),
        ("convert the unittest tests to pytest", {"what": "unittest", "paths": []}),
        (
            "switch tests/test_models.py from TestCase to plain pytest functions",
            {"what": "unittest", "paths": ["tests/test_models.py"]},
        ),
        (
            "migrate from unittest to pytest please, but keep the test names",
            {"what": "unittest", "paths": []},
        ),
        ("pytestify the tests in tests/legacy", {"what": "unittest", "paths": ["tests/legacy"]}),
        (
            "swap all self.assertEqual style asserts for bare asserts, pytest style",
            {"what": "unittest", "paths": []},
        ),
        ("turn the TestCase classes into pytest tests", {"what": "unittest", "paths": []}),
        (
            "rewrite tests/test_a.py in pytest style",
            {"what": "unittest", "paths": ["tests/test_a.py"]},
        ),
        (
            "port tests/test_a.py and tests/test_b.py to pytest",
            {"what": "unittest", "paths": ["tests/test_a.py", "tests/test_b.py"]},
        ),
        ("replace unittest with pytest", {"what": "unittest", "paths": []}),
        (
            "get rid of unittest.TestCase in tests/core, use pytest",
            {"what": "unittest", "paths": ["tests/core"]},
        ),
        ("we want pytest instead of unittest everywhere", {"what": "unittest", "paths": []}),
        ("use plain asserts instead of self.assertEqual", {"what": "unittest", "paths": []}),
        (
            "Our tests still use unittest. Please convert them to pytest.",
            {"what": "unittest", "paths": []},
        ),
        ("transform the test suite from unittest to pytest", {"what": "unittest", "paths": []}),
        ("unittest -> pytest", {"what": "unittest", "paths": []}),
        ("move from setup.py to pyproject.toml", {"what": "setup"}),
        ("replace setup.py/setup.cfg by a pyproject.toml", {"what": "setup"}),
        ("get rid of setup.py, we want PEP 621 metadata", {"what": "setup"}),
        ("modernise packaging: pyproject.toml instead of setup.py", {"what": "setup"}),
        ("can you convert our setup.cfg into pyproject.toml", {"what": "setup"}),
        ("use pyproject.toml instead of setup.py", {"what": "setup"}),
        ("migrate the packaging to pyproject.toml", {"what": "setup"}),
        ("setup.py -> pyproject.toml please", {"what": "setup"}),
        ("port the metadata from setup.cfg to pyproject.toml", {"what": "setup"}),
        ("switch to pyproject.toml", {"what": "setup"}),
        (
            "replace datetime.utcnow() by datetime.now(timezone.utc) everywhere",
            {"what": "names", "old": "datetime.utcnow()", "new": "datetime.now(timezone.utc)"},
        ),
        (
            "use the rules in migrations/requests_to_httpx.toml to migrate the code",
            {"what": "files", "paths": ["migrations/requests_to_httpx.toml"]},
        ),
        (
            "`asyncio.get_event_loop` is deprecated, change to its successor in the whole project",
            {"what": "shipped", "old": "asyncio.get_event_loop"},
        ),
        ("apply the rule file rules/np2.yaml", {"what": "files", "paths": ["rules/np2.yaml"]}),
        ("migrate the code with rules/mine.toml", {"what": "files", "paths": ["rules/mine.toml"]}),
        (
            "replace pkg_resources with importlib.metadata",
            {"what": "shipped", "old": "pkg_resources"},
        ),
        (
            "I get DeprecationWarnings for `collections.Mapping` etc. on newer Pythons. Please "
            "move to the current APIs.",
            {"what": "shipped"},
        ),
        (
            "migrate old API client.fetch() -> client.get() using the mapping in deprecations.json",
            {"what": "files", "paths": ["deprecations.json"]},
        ),
        ("fix the deprecation warnings", {"what": "shipped"}),
        ("get rid of all deprecation warnings", {"what": "shipped"}),
        ("replace deprecated stdlib functions", {"what": "shipped"}),
        (
            "stop using datetime.utcnow, it's deprecated",
            {"what": "shipped", "old": "datetime.utcnow"},
        ),
        ("replace the deprecated datetime.utcnow", {"what": "shipped", "old": "datetime.utcnow"}),
        (
            "use os.path.exists instead of os.access",
            {"what": "names", "old": "os.access", "new": "os.path.exists"},
        ),
        (
            "swap `old.f($a)` for `new.g($a)`",
            {"what": "names", "old": "old.f($a)", "new": "new.g($a)"},
        ),
        (
            "change yaml.load(x) to yaml.safe_load(x) in all files",
            {"what": "names", "old": "yaml.load(x)", "new": "yaml.safe_load(x)"},
        ),
        (
            "migrate from np.float_ to np.float64",
            {"what": "names", "old": "np.float_", "new": "np.float64"},
        ),
        ("Upgrade syntax to py312", {"what": "syntax", "version": "3.12"}),
        (
            "Convert the tests in tests/unit from unittest to pytest, keep their names",
            {"what": "unittest", "paths": ["tests/unit"]},
        ),
        ("create pyproject.toml from setup.py", {"what": "setup"}),
        ("we should get rid of setup.py and use pyproject.toml", {"what": "setup"}),
        (
            "run the migration rules in rules.toml on the code base",
            {"what": "files", "paths": ["rules.toml"]},
        ),
        (
            "migrate from logging.warn to logging.warning",
            {"what": "names", "old": "logging.warn", "new": "logging.warning"},
        ),
        ("fix all DeprecationWarnings", {"what": "shipped"}),
    ],
)
def test_a_migration_is_read_from_the_words_that_people_use(text: str, expected: Json) -> None:
    wish = read_wish(text)
    assert wish is not None and wish.order == expected


@pytest.mark.parametrize(
    "text",
    [
        "create pytest tests for models.py",
        "write tests in pytest style for a.py",
        "convert the pytest tests to unittest",
        "replace Flask by Django",
        "port from python 2.7 to python 3",
        "set up pytest",
        "use pytest",
        "convert the project to TypeScript",
        "please set up the dev env, python 3.11 if possible",
        "review the migration to pytest",
        "add the dependency to pyproject.toml",
        "fix setup.py, it does not find the packages",
        "migrate the database",
        "run the migrations",
        "run migrations and seed the db",
        "upgrade all dependencies",
        "upgrade pydantic to 2.5",
        "replace the logo with a new one",
        "replace requests with httpx",
        "explain how to migrate from unittest to pytest",
        "what's new in Python 3.12?",
        "Feature: convert setup.py to JSON",
        "convert csv to json",
        "use Python 3.12 in CI",
        "the tests fail with python 3.12",
        "update the README for Python 3.12",
        "install python 3.12",
        "replace foo with bar",
        "raise the minimum Python version to 3.11 in pyproject.toml",
        "add python 3.13 to the test matrix",
        "convert the script to Python 3.12 and add a GUI",
        "move the black config from setup.cfg to pyproject.toml",
        "move tests to tests/unit",
        "Two tests in test_cache.py are failing after I upgraded to pydantic 2, make them pass",
        "get the environment ready so that pytest works",
        "is pytest better than unittest?",
        "create a pyproject.toml",
        "remove deprecated functions from our public API",
        "move from pip to poetry",
        "migrate to SQLAlchemy 2.0",
        "make the tests run on python 3.12",
        "replace os.path with pathlib",
        "upgrade to pytest 8",
    ],
)
def test_what_is_no_migration_or_an_unclear_one_is_left_to_others(text: str) -> None:
    assert read_wish(text) is None
