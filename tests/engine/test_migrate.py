"""Migrations: the orders that ask for one, what is asked for, projects before and after."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.engine.migrate_orders import read_wish
from quire.protocol import items
from quire.protocol.items import Item, Json
from tests.engine.reports import ask, call_of, output_of, words_of
from tests.engine.scenes import folders, play

ORDER = items.user("upgrade to Python 3.12 syntax")
RULES: Json = {"type": "rules", "rules": [{"id": "UP006", "title": "dict", "places": 1, "files": 1},
                                          {"id": "UP045", "title": "X | None"}]}  # fmt: skip
CHANGE: Json = {"type": "change", "how": "update", "path": "a.py", "diff": "@@\n-a\n+b\n"}
PLAN: Json = {"type": "plan", "told": "ruff UP006", "changes": 1, "places": 1}
GREEN: Json = {"type": "tests", "passed": ["t.py::test_a"], "failed": []}
RED: Json = {"type": "tests", "passed": [], "failed": [{"id": "t.py::test_a"}]}


@pytest.mark.parametrize("scenario", folders("migrate"), ids=lambda path: path.name)
def test_a_scenario_ends_as_it_should(scenario: Path, tmp_path: Path) -> None:
    play(scenario, tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("upgrade to Python 3.12 syntax", {"what": "syntax", "version": "3.12"}),
        ("Please modernize the code for python 3.11", {"what": "syntax", "version": "3.11"}),
        ("convert the unittest tests in tests/test_app.py to pytest",
         {"what": "unittest", "paths": ["tests/test_app.py"]}),
        ("migrate all tests from unittest to pytest", {"what": "unittest", "paths": []}),
        ("migrate to pytest", {"what": "unittest", "paths": []}),
        ("please migrate the tests to pytest", {"what": "unittest", "paths": []}),
        ("move the unit tests in tests/unit over to pytest",
         {"what": "unittest", "paths": ["tests/unit"]}),
        ("switch from unittest to pytest", {"what": "unittest", "paths": []}),
        ("use pytest instead of unittest", {"what": "unittest", "paths": []}),
        ("convert setup.py and setup.cfg to pyproject.toml", {"what": "setup"}),
        ("replace the deprecated stdlib calls", {"what": "shipped"}),
        ("replace deprecated APIs", {"what": "shipped"}),
        ("apply the migration rules in rules/mine.toml",
         {"what": "files", "paths": ["rules/mine.toml"]}),
        ("apply the migrations", {"what": "files", "paths": []}),
        ("replace deprecated API os.popen2 with subprocess.Popen",
         {"what": "names", "old": "os.popen2", "new": "subprocess.Popen"}),
        ("replace `old.f($a, $b)` with `new.g($b, $a)`",
         {"what": "names", "old": "old.f($a, $b)", "new": "new.g($b, $a)"}),
    ],
)  # fmt: skip
def test_an_order_says_from_what_to_what(text: str, expected: Json) -> None:
    wish = read_wish(text)
    assert wish is not None and wish.order == expected


@pytest.mark.parametrize(
    "text",
    ["replace the sofa with a chair", "migrate this to Rust", "upgrade the dependencies",
     "convert the file to JSON", "replace foo with bar",
     "move the helpers to pytest", "use pytest"],
)  # fmt: skip
def test_an_unclear_order_is_left_to_others(text: str) -> None:
    assert read_wish(text) is None


def story(*reports: tuple[Json, ...], order: Item = ORDER) -> str:
    """Return the last words of an order where a shell is all there is."""
    past: list[Item] = [order]
    for lines in reports:
        call = call_of(ask(*past, tools=({"type": "shell"},)))
        past += [call, output_of(call, *lines)]
    return words_of(ask(*past, tools=({"type": "shell"},)))


def test_one_rule_is_undone_and_the_other_kept() -> None:
    told = story((RULES,), (GREEN,), (CHANGE, PLAN), (), (RED,), (), (CHANGE, PLAN), (), (GREEN,))
    assert told == (
        "1 of 2 migrations done, in 1 file.\n\n"
        "- UP006 (dict): undone: it breaks t.test_a\n"
        "- UP045 (X | None): 1 passed before, 1 passed after [a.py]"
    )


def test_what_failed_before_may_fail_under_a_new_name() -> None:
    listed: Json = {"type": "rules", "rules": [{"id": "test_a.py", "places": 1, "files": 1}]}
    before: Json = {"type": "tests", "passed": ["test_a.ATest.test_a", "test_a.ATest.test_c"],
                    "failed": [{"id": "test_a.ATest.test_b"}]}  # fmt: skip
    after: Json = {"type": "tests",
                   "passed": ["test_a.py::TestA::test_a", "test_a.py::TestA::test_c"],
                   "failed": [{"id": "test_a.py::TestA::test_b"}]}  # fmt: skip
    worse: Json = {"type": "tests", "passed": ["test_a.py::TestA::test_a"],
                   "failed": [{"id": "test_a.py::TestA::test_b"},
                              {"id": "test_a.py::TestA::test_c"}]}  # fmt: skip
    order = items.user("convert the unittest tests to pytest")
    told = story((listed,), (before,), (CHANGE, PLAN), (), (after,), order=order)
    assert "2 passed, 1 failed before, 2 passed, 1 failed after" in told
    told = story((listed,), (before,), (CHANGE, PLAN), (), (worse,), (), order=order)
    assert "undone: it breaks test_a.TestA.test_c" in told


def test_what_is_beyond_the_engine_is_said_once() -> None:
    unable: Json = {"type": "unable", "reason": "a.py holds self.id", "places": ["a.py:1"]}
    told = story((RULES,), (GREEN,), (unable,), (unable,))
    assert told.count("skipped: a.py holds self.id (a.py:1).") == 2
    assert told.count("What was skipped is beyond me; a model could") == 1


def test_a_library_that_is_missing_is_named() -> None:
    assert story(({"type": "missing"},)).startswith("Not done: this needs ruff, which no Python")


def test_no_rule_with_anything_to_do_is_no_failure() -> None:
    assert story(({"type": "rules"},)) == "There is nothing to migrate: no place matches."


def test_tests_of_which_none_passes_prove_no_conversion() -> None:
    order = items.user("convert the tests from unittest to pytest")
    rules: Json = {"type": "rules", "rules": [{"id": "tests/base.py", "places": 1, "files": 1}]}
    told = story((rules,), (RED,), order=order)
    assert told.startswith("Nothing was migrated: no test passes before the change")
