"""Orders in plain words reach the right job."""

from __future__ import annotations

import pytest

from quire.engine.orders import Order, is_test, kind_of, read_order


@pytest.mark.parametrize(
    "text",
    [
        "make the tests pass",
        "Make all tests green, please.",
        "fix the bug",
        "Fix the bug in src/shop/cart.py",
        "tests are failing",
        "the build is broken since the last commit",
        "When I add two items the total is wrong",
        "could you please repair this project?",
        "It doesn't work",
        'Traceback (most recent call last):\n  File "a.py", line 3, in f\nValueError: x',
        "Implement the rest so that all tests pass",
        "Why does parse_date crash? Fix it.",
        "find out why the tests fail and repair that",
        "debug test_total",
        "tests/test_cart.py::test_total",
        "parse('1h') should return 3600",
        "total() gives 3 instead of 4",
    ],
)
def test_repair_orders(text: str) -> None:
    assert kind_of(text) == "repair"


@pytest.mark.parametrize(
    "text",
    [
        "why does parse_date crash?",
        "Why do I get KeyError here",
        "What is wrong with this function?",
        "please explain why test_total fails",
        "what causes the failing tests?",
        "find out why the tests fail",
        "diagnose the error in parse_date",
    ],
)
def test_questions_for_the_cause(text: str) -> None:
    assert kind_of(text) == "explain"


@pytest.mark.parametrize(
    "text",
    [
        "Why is the sky blue?",
        "Write tests for src/foo.py",
        "add a feature that exports CSV",
        "please add error handling to the client",
        "Can you explain this code?",
        "review src/foo.py",
        "In src/foo.py, rename total to amount",
        "What is the weather in Paris?",
        "The quick brown fox",
        "refactor the failing module",
        "How does the parser work?",
        "write test_total for the cart",
        "fix the typo in the README",
        "correct all docstrings",
    ],
)
def test_orders_beyond(text: str) -> None:
    assert kind_of(text) == "beyond"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hello", "greeting"),
        ("hi there!", "greeting"),
        ("Who are you?", "about"),
        ("what can you do", "about"),
        ("Which model is this?", "about"),
        ("thanks, that was quick", "thanks"),
        ("stop it", "stop"),
        ("continue", "again"),
        ("try harder", "again"),
        ("", "empty"),
        ("...", "empty"),
    ],
)
def test_words_about_nothing_to_do(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_tests_are_selected_and_places_are_focused() -> None:
    text = (
        "tests/test_cart.py::test_total[2-x] and tests/test_tax.py fail, "
        "see `Cart.total`, round_up() and src/shop/cart.py"
    )
    assert read_order(text) == Order(
        kind="repair",
        text=text,
        select=("tests/test_cart.py::test_total[2-x]", "tests/test_tax.py"),
        focus=("src/shop/cart.py", "Cart.total", "round_up"),
    )


def test_a_traceback_points_at_its_frames() -> None:
    text = 'Traceback (most recent call last):\n  File "shop/tax.py", line 9, in rate\nKeyError: 1'
    assert read_order(text).focus == ("shop/tax.py", "rate")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tests/test_a.py", True),
        ("pkg/a_test.py", True),
        ("conftest.py", True),
        ("pkg/tests/data.py", True),
        ("test/x.py", True),
        ("src/contest.py", False),
        ("src/latest.py", False),
        ("src/testing.py", False),
    ],
)
def test_what_counts_as_a_test(path: str, expected: bool) -> None:
    assert is_test(path) is expected


@pytest.mark.parametrize(
    "text",
    [
        "review the diff for bugs",
        "Review the current code changes (staged, unstaged, and untracked files) and provide "
        "prioritized findings.",
        "Review the code changes against the base branch 'main'. The merge base commit for this "
        "comparison is 1f2e3d4. Run `git diff 1f2e3d4` to inspect the changes.",
        "please review commit 3fd5160",
        "do a code review",
        "could you give me a quick review of my uncommitted work?",
        "review against main",
        "Review this PR so that it works",
    ],
)
def test_orders_to_review(text: str) -> None:
    assert kind_of(text) == "review"
