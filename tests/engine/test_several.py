"""Scenarios of every job and refusal, orders for several works, suites that are flaky."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.engine.flaky import recognise
from quire.engine.parts import meant, parts_of
from quire.protocol import items
from quire.protocol.items import Json
from tests.engine.reports import ask, call_of, conversation, output_of, words_of
from tests.engine.scenes import folders, play

JOBS = ("several", "explain", "status", "flaky", "repair", "review", "beyond")
SCENARIOS = [folder for job in JOBS for folder in folders(job)]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_scenario_ends_as_it_should(scenario: Path, tmp_path: Path) -> None:
    play(scenario, tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fix low and write tests for m.py", ("fix low", "write tests for m.py")),
        ("Fix it. Then write tests.", ("Fix it", "write tests.")),
        ("please fix test_x, write tests, commit", ("please fix test_x", "write tests", "commit")),
        ("rename a to b; rename c to d", ("rename a to b", "rename c to d")),
        ("make the tests pass", ("make the tests pass",)),
        ("fix it and make sure nothing breaks", ("fix it and make sure nothing breaks",)),
        ("fix the bug and add a regression test", ("fix the bug and add a regression test",)),
        ("rename a to b and update all callers", ("rename a to b and update all callers",)),
        ("write tests for a.py and b.py", ("write tests for a.py and b.py",)),
        ("For m.py, write tests", ("For m.py, write tests",)),
        ("The sum is off and add returns None", ("The sum is off and add returns None",)),
        ("how do I install and build this?", ("how do I install and build this?",)),
        (
            "fix this and write tests:\nTraceback (most recent call last):\n  and fix x",
            ("fix this\nTraceback (most recent call last):\n  and fix x", "write tests:"),
        ),
    ],
)
def test_an_order_is_taken_apart_at_the_words_that_join_works(
    text: str, expected: tuple[str, ...]
) -> None:
    assert parts_of(text) == expected


def test_it_stands_for_what_an_earlier_part_changed() -> None:
    assert meant("write tests for it", ("m.py",)) == "write tests for m.py"
    assert meant("write tests for it", ()) == "write tests for it"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is the test suite flaky?", True),
        ("the tests fail sometimes, fix them", True),
        ("fix the intermittent test failure", True),
        ("test_x is non-deterministic, why does it fail?", True),
        ("make the tests pass", False),
        ("total sometimes returns 4 instead of 3", False),
    ],
)
def test_orders_about_flaky_tests_are_recognised(text: str, expected: bool) -> None:
    assert recognise(conversation(items.user(text))) is expected


TESTS: Json = {"type": "tests", "passed": 3, "failed": [], "seconds": 1.0}


def test_slow_suites_are_not_run_five_times() -> None:
    slow = {**TESTS, "seconds": 100.0}
    past: tuple[items.Item, ...] = (items.user("is the suite flaky?"),)
    for _ in range(2):
        call = call_of(ask(*past))
        past = (*past, call, output_of(call, slow))
    assert words_of(ask(*past)).startswith("2 fresh runs of the tests agree: all 3 pass.")


def test_a_run_that_tells_nothing_ends_the_comparison() -> None:
    past: tuple[items.Item, ...] = (items.user("is the suite flaky?"),)
    call = call_of(ask(*past))
    past = (*past, call, output_of(call, TESTS))
    call = call_of(ask(*past))
    past = (*past, call, output_of(call))
    assert words_of(ask(*past)).startswith("1 fresh run of the tests agree")


def test_where_another_model_follows_a_part_that_is_beyond_leaves_all_to_it() -> None:
    told = (
        "<environment_context>\n<models>a larger one is asked where this one declines</models>\n"
        "</environment_context>"
    )
    order = items.user("fix low and update the README")
    assert words_of(ask(items.developer(told), order)) == (
        'Not done: "update the README" is beyond me.'
    )
    assert call_of(ask(order)).action.commands[0].startswith("# quire-workbench repair ")


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (
            "write a haiku",
            "That is beyond quire/standard, which does routine work on Python code by search.",
        ),
        ("what can you do?", 'Say "make the tests pass" or name a failing test.'),
    ],
)
def test_where_another_model_follows_nobody_is_told_to_ask_one(order: str, words: str) -> None:
    told = (
        "<environment_context>\n<models>a larger one is asked where this one declines</models>\n"
        "</environment_context>"
    )
    alone = words_of(ask(items.user(order)))
    below = words_of(ask(items.developer(told), items.user(order)))
    assert "set --model" in alone and "set --model" not in below
    assert below.endswith(words)


def test_a_job_that_fails_leaves_the_rest_alone() -> None:
    past: tuple[items.Item, ...] = (items.user("fix low and write tests for m.py"),)
    call = call_of(ask(*past))
    refused: Json = {"type": "refused", "reason": "no tests were found"}
    answer = ask(*past, call, output_of(call, refused))
    assert words_of(answer) == (
        "Not fixed. No tests were found.\n\n"
        'Not begun, because the part before it did not succeed: "write tests for m.py".'
    )
