"""Migrations in whatever words: a target, an origin and a wish, and what only looks like one."""

from __future__ import annotations

import pytest

from quire.engine.migrate_orders import read_wish
from quire.protocol.items import Json


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("our code base should move to python 3.12", {"what": "syntax", "version": "3.12"}),
        (
            "Time to get off 3.8. Please take the code to Python 3.11.",
            {"what": "syntax", "version": "3.11"},
        ),
        (
            "we drop support for python 3.8 and 3.9, so use 3.10 syntax now",
            {"what": "syntax", "version": "3.10"},
        ),
        (
            "python 3.12 is our new minimum, modernise the code for it",
            {"what": "syntax", "version": "3.12"},
        ),
        ("python 3.7 -> 3.11", {"what": "syntax", "version": "3.11"}),
        ("I want the package to be on python 3.13 syntax", {"what": "syntax", "version": "3.13"}),
        (
            "our customer now has Python 3.12 on all machines. Please adapt the whole code to it.",
            {"what": "syntax", "version": "3.12"},
        ),
        (
            "old style typing everywhere (List, Optional) - use the python 3.11 syntax",
            {"what": "syntax", "version": "3.11"},
        ),
        (
            "rewrite type hints with the new union syntax, python 3.10+",
            {"what": "syntax", "version": "3.10"},
        ),
        ("hi! can we get the repo from 3.9 up to 3.12?", {"what": "syntax", "version": "3.12"}),
        ("target is py312, upgrade the sources", {"what": "syntax", "version": "3.12"}),
        ("Update src/ for Python 3.9", {"what": "syntax", "version": "3.9"}),
        (
            "update the codebase so that it uses python 3.11 features",
            {"what": "syntax", "version": "3.11"},
        ),
        ("make it run under python 3.13", {"what": "shipped"}),
        ("it must work on python 3.12 too, please adapt the code", {"what": "shipped"}),
        ("the code has to run with Python 3.13, currently 3.9", {"what": "shipped"}),
        ("get this thing working on 3.12, distutils is gone", {"what": "shipped"}),
        ("python 3.13 compatibility please", {"what": "shipped"}),
        ("add support for Python 3.13 to the code", {"what": "shipped"}),
        ("ensure the package is compatible with 3.12", {"what": "shipped"}),
        ("time to stop using unittest, move to pytest", {"what": "unittest", "paths": []}),
        ("all our tests should be pytest", {"what": "unittest", "paths": []}),
        ("tests are unittest style, I want pytest", {"what": "unittest", "paths": []}),
        ("we want to move away from unittest. pytest please", {"what": "unittest", "paths": []}),
        (
            "The tests in this repository are TestCase classes. My team uses pytest. Please convert.",  # noqa: E501
            {"what": "unittest", "paths": []},
        ),
        (
            "tests/test_api.py still uses unittest, make it pytest",
            {"what": "unittest", "paths": ["tests/test_api.py"]},
        ),
        (
            "pytest style for tests/test_api.py, it's TestCase now",
            {"what": "unittest", "paths": ["tests/test_api.py"]},
        ),
        ("self.assertEqual -> assert, all test files", {"what": "unittest", "paths": []}),
        (
            "rewrite our testcases so they are plain pytest functions",
            {"what": "unittest", "paths": []},
        ),
        (
            "no more TestCase classes please, pytest functions with fixtures instead",
            {"what": "unittest", "paths": []},
        ),
        (
            "the tests under tests/db need to be pytest instead of unittest",
            {"what": "unittest", "paths": ["tests/db"]},
        ),
        ("unit tests: unittest to pytest", {"what": "unittest", "paths": []}),
        (
            "can u change the tests from unittest framework over to pytest",
            {"what": "unittest", "paths": []},
        ),
        (
            "I would be happy when the unittests of my project will be in pytest",
            {"what": "unittest", "paths": []},
        ),
        ("get our suite off unittest and onto pytest", {"what": "unittest", "paths": []}),
        (
            "replace self.assertTrue & friends with plain assert statements",
            {"what": "unittest", "paths": []},
        ),
        (
            "drop unittest.TestCase from test_cart.py in favor of pytest",
            {"what": "unittest", "paths": ["test_cart.py"]},
        ),
        (
            "Modernise the test suite: unittest.TestCase out, pytest in",
            {"what": "unittest", "paths": []},
        ),
        ("we still have a setup.py, should be pyproject.toml", {"what": "setup"}),
        ("setup.py is outdated, please replace it with pyproject.toml", {"what": "setup"}),
        ("time for pyproject.toml! setup.py must go", {"what": "setup"}),
        ("put everything from setup.cfg into pyproject.toml", {"what": "setup"}),
        ("pep 621 metadata instead of setup.py please", {"what": "setup"}),
        ("no setup.py any more please, pyproject.toml only", {"what": "setup"}),
        (
            "our packaging is still based on setup.py. Could you move it to pyproject?",
            {"what": "setup"},
        ),
        ("modern packaging: get off setup.py, on to pyproject.toml", {"what": "setup"}),
        (
            "pip warns about legacy setup.py install, convert the project to pyproject.toml",
            {"what": "setup"},
        ),
        (
            "I'd like the project metadata in pyproject.toml rather than setup.cfg",
            {"what": "setup"},
        ),
        ("turn setup.py + setup.cfg into one pyproject.toml", {"what": "setup"}),
        ("make a pyproject.toml out of our setup.py", {"what": "setup"}),
        ("stop using setup.py, use pyproject.toml", {"what": "setup"}),
        ("the build should use pyproject.toml, not setup.py", {"what": "setup"}),
        ("datetime.utcnow is deprecated, fix", {"what": "shipped", "old": "datetime.utcnow"}),
        (
            "utcnow() is deprecated since 3.12, replace it in the whole project",
            {"what": "shipped", "old": "utcnow"},
        ),
        ("get off pkg_resources", {"what": "shipped", "old": "pkg_resources"}),
        (
            "we should stop using pkg_resources, setuptools removes it",
            {"what": "shipped", "old": "pkg_resources"},
        ),
        (
            "distutils was removed in python 3.12. Please get rid of it.",
            {"what": "shipped", "old": "distutils"},
        ),
        (
            "the imp module no longer exists in 3.12, switch to importlib",
            {"what": "shipped", "old": "imp"},
        ),
        ("replace the cgi module, it is gone in 3.13", {"what": "shipped", "old": "cgi"}),
        (
            "logging.warn is deprecated - use logging.warning instead -",
            {"what": "names", "old": "logging.warn", "new": "logging.warning"},
        ),
        (
            "asyncio.get_event_loop() should not be used any more, please modernize",
            {"what": "shipped", "old": "asyncio.get_event_loop"},
        ),
        (
            "`collections.Mapping` no longer exists, update to the right import",
            {"what": "shipped", "old": "collections.Mapping"},
        ),
        ("our logs are full of DeprecationWarnings, make them go away", {"what": "shipped"}),
        ("please move away from all deprecated stdlib apis", {"what": "shipped"}),
        ("there are deprecation warnings when I start it, can you fix these", {"what": "shipped"}),
        (
            "use the modern replacements for everything that's deprecated in the standard library",
            {"what": "shipped"},
        ),
        ("we use a lot of deprecated functions, replace them by the new ones", {"what": "shipped"}),
        (
            "time.clock is gone, use time.perf_counter instead",
            {"what": "names", "old": "time.clock", "new": "time.perf_counter"},
        ),
        (
            "json.dumps($x) should become orjson.dumps($x)",
            {"what": "names", "old": "json.dumps($x)", "new": "orjson.dumps($x)"},
        ),
        (
            "collections.Mapping -> collections.abc.Mapping",
            {"what": "names", "old": "collections.Mapping", "new": "collections.abc.Mapping"},
        ),
        (
            "stop using os.popen, use subprocess.run",
            {"what": "names", "old": "os.popen", "new": "subprocess.run"},
        ),
        (
            "we want errno.errorcode in place of os.errno everywhere",
            {"what": "names", "old": "os.errno", "new": "errno.errorcode"},
        ),
        (
            "all calls to api.v1.get have to go to api.v2.get",
            {"what": "names", "old": "api.v1.get", "new": "api.v2.get"},
        ),
        (
            "mylib.old_name was renamed to mylib.new_name, update our calls",
            {"what": "names", "old": "mylib.old_name", "new": "mylib.new_name"},
        ),
        (
            "numpy removed np.product; switch every use to np.prod",
            {"what": "names", "old": "np.product", "new": "np.prod"},
        ),
        (
            "inspect.getargspec => inspect.getfullargspec",
            {"what": "names", "old": "inspect.getargspec", "new": "inspect.getfullargspec"},
        ),
        (
            "change all `df.append($x)` into `pd.concat([df, $x])`",
            {"what": "names", "old": "df.append($x)", "new": "pd.concat([df, $x])"},
        ),
        (
            "there are rules in rules/a.toml, apply them",
            {"what": "files", "paths": ["rules/a.toml"]},
        ),
        (
            "migrate everything, the rules are in rules.toml",
            {"what": "files", "paths": ["rules.toml"]},
        ),
        (
            "our API mapping is migrations/np.toml, please use it to migrate the code",
            {"what": "files", "paths": ["migrations/np.toml"]},
        ),
        ("apply our migration rules to the code", {"what": "files", "paths": []}),
        ("run the project's migration rules", {"what": "files", "paths": []}),
        (
            "logger.info should become logger.debug",
            {"what": "names", "old": "logger.info", "new": "logger.debug"},
        ),
    ],
)
def test_the_ingredients_are_found_wherever_they_stand(text: str, expected: Json) -> None:
    wish = read_wish(text)
    assert wish is not None and wish.order == expected


@pytest.mark.parametrize(
    "text",
    [
        "which python version do we need for pytest?",
        "add a python 3.12 job to CI, drop 3.8",
        "the docs should mention pyproject.toml instead of setup.py",
        "write the tests with pytest, not unittest",
        "should we move to pyproject.toml or keep setup.py?",
        "change the readme: python 3.12 is required now",
        "why is datetime.utcnow deprecated?",
        "move from MySQL to Postgres",
        "migrate the users table to the new schema",
        "setup.py install fails on python 3.12",
        "the tests in tests/test_a.py fail since python 3.12, fix",
        "convert our unittest tests to jest",
        "switch from flake8 to ruff, config in pyproject.toml",
        "use Python 3.12 to run the tests",
        "upgrade pip, setuptools and pytest",
        "pytest shows deprecation warnings from third-party libraries, silence them",
        "add a deprecation warning to old_function",
        "mark foo.bar as deprecated",
        "migrate from requests.get to httpx and then make everything async",
        "run pytest on python 3.11",
        "config.debug should be config.verbose in the docs",
        "result.total should be 5.0",
        "x.y is 3.4 but should be 3.5",
        "create a new package with pyproject.toml, python 3.12",
        "add tests for setup.py",
        "test_a.py should use pytest fixtures",
        "write pytest tests for utils.py instead of the old unittest ones",
        "a.b raises TypeError, use a.c",
        "user.name should be user.email in the response",
        "the cli should use pyproject.toml as config",
        "what would it take to move to Python 3.13?",
        "does the code run on Python 3.13?",
        "use pytest instead of unittest to run the tests",
        "`foo` is deprecated, use `a.b` there",
        "upgrade django to 3.2",
        "make the code work with Django 3.12",
        "upgrade mylib to 3.10",
        "area should be 3.14",
        "the code prints 3.12, it should print 3.10",
        "we use python 3.12 and the tests use pytest, please fix the failing ones",
        "I have python 3.12 and want to run the project",
        "move the project to another folder, python 3.11",
        "make a command line tool for python 3.12 that counts words",
        "I want a new CLI in python 3.11 with tests in pytest",
        "build a web service, python 3.12, pyproject.toml, pytest",
        "please make the project ready for development, python 3.12",
        "the parser should support python 3.12 syntax (match statements)",
        "our linter must accept Python 3.12 code",
        "the unittest in tests/test_a.py should use a fixture",
        "tests should be in tests/unit instead of unittest/",
        "make pytest find the unittest tests",
        "pytest does not collect our TestCase classes, please change that",
        "please use pytest to check whether the unittest tests pass",
        "Our unit tests take 10 minutes with pytest, make them faster",
        "write unit tests for cart.py, please use pytest",
        "I want unit tests for parser.py, pytest style",
        "I'd like to have unit tests with pytest for the module billing",
        "we want more unit tests (pytest) for the cart",
        "our unit tests with pytest should cover cart.py",
        "please get the unit tests under pytest to pass",
        "user.name is gone after logout, should stay",
        "cart.items is removed when I add a coupon, please change that",
        "config.path is obsolete data, update it",
        "the response.data field is dropped by the serializer, fix",
        "a.b.c was removed by mistake, put it back",
        "os.path.join should not be used with absolute paths, replace it with a check",
        "order.total should be order.net plus tax",
        "use math.sqrt instead of a loop in stats.norm",
        "make setup.py read the version from pyproject.toml",
        "put the version into pyproject.toml and read it in setup.py",
        "setup.py and pyproject.toml disagree on the version, please change pyproject to 1.2",
        "pyproject.toml should list setup.py as excluded",
        "remove setup.py, we have a pyproject.toml already",
        "move the pytest settings to pyproject.toml",
        "drop python 3.8 support",
        "python 3.8 is end of life, remove it from pyproject.toml",
        "can you tell me if we could move to python 3.12",
        "update the python version in the Dockerfile to 3.12",
        "test the code with python 3.13",
        "the app crashes on python 3.12, please make it work",
        "which deprecated functions do we use?",
        "list deprecated calls",
        "delete the deprecated function old_sum",
        "remove the deprecated endpoint /v1/users",
        "replace the deprecated endpoint by the new one",
        "users want the deprecated flag to go away in the ui",
        "update the deprecated method in our client docs",
    ],
)
def test_what_only_holds_the_same_words_is_left_to_others(text: str) -> None:
    assert read_wish(text) is None
