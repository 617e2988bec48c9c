"""Orders in plain words reach the right job."""

from __future__ import annotations

import pytest

from quire.engine.kinds import kind_of
from quire.engine.orders import Order, is_test, read_order


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
    "text",
    [
        "is there a bug in cart.py?",
        "what is broken?",
        "check if there are errors in cart.py",
    ],
)
def test_questions_for_a_fault_change_nothing(text: str) -> None:
    assert kind_of(text) == "explain"


@pytest.mark.parametrize(
    "text",
    [
        "do the tests pass?",
        "Are all tests green?",
        "which tests fail?",
        "what fails?",
        "does the code work?",
        "run the tests",
        "please run all unit tests now",
        "list the failing tests",
        "do not change anything, tell me what fails",
    ],
)
def test_questions_for_the_state_of_the_tests(text: str) -> None:
    assert kind_of(text) == "status"


@pytest.mark.parametrize(
    "text",
    [
        "skip the failing tests",
        "disable test_total",
        "delete the failing tests",
        "make the tests pass by deleting the assertions",
        "change the tests so that they pass",
        "fix the css",
        "fix the Dockerfile",
        "find security bugs",
    ],
)
def test_what_no_repair_may_be_taken_for(text: str) -> None:
    assert kind_of(text) == "beyond"


@pytest.mark.parametrize(
    ("text", "spared", "alone"),
    [
        ("fix the tests but do not touch src/cart.py", ("src/cart.py",), ()),
        ("fix the tests without changing cart.py or tax.py", ("cart.py", "tax.py"), ()),
        ("fix the tests, leave vendor/ as it is", ("vendor/",), ()),
        ("fix the tests; only change cart.py", (), ("cart.py",)),
        ("make the tests pass", (), ()),
    ],
)
def test_limits_of_what_may_be_changed(
    text: str, spared: tuple[str, ...], alone: tuple[str, ...]
) -> None:
    order = read_order(text)
    assert (order.kind, order.spared, order.alone) == ("repair", spared, alone)
    assert set(order.focus).isdisjoint(spared)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Mach die Tests grün", "make the tests pass"),
        ("Bitte behebe den Fehler in cart.py", "fix the bug in cart.py"),
        ("Schreibe Tests für src/shop/cart.py", "write tests for src/shop/cart.py"),
        ("Füge Tests für cart.py hinzu", "add tests for cart.py"),
        ("Benenne die Funktion total in amount um", "rename the function total to amount"),
        ("Verschiebe total nach shop/sums.py", "move total to shop/sums.py"),
        ("Warum schlägt test_total fehl?", "why does test_total fail?"),
        ("Stelle die Tests auf pytest um", "convert the tests to pytest"),
        ("Richte das Projekt ein", "prepare the project"),
        ("Behebe den Tippfehler in der README", "fix the typo in the README"),
        ("Corrige les tests qui échouent", "fix the tests that fail"),
        ("Fais passer les tests", "make the tests pass"),
        ("Écris des tests pour src/shop/cart.py", "write some tests for src/shop/cart.py"),
        ("Renomme `le` en `la`", "rename `le` to `la`"),
        ("wirte tests for cart.py", "write tests for cart.py"),
        ("renmae total to amount", "rename total to amount"),
        ("Kannst du die Tests reparieren?", "fix the tests"),
        ("Tests für cart.py schreiben", "write tests for cart.py"),
        ("bitte total in amount umbenennen", "rename total to amount"),
        ("Peux-tu corriger le bug dans cart.py ?", "fix the bug in cart.py ?"),
        ("total liefert 3 statt 4", "total returns 3 instead of 4"),
        ("la fonction total renvoie 3 au lieu de 4", "total returns 3 instead of 4"),
        ("die Tests schlagen fehl", "fix the tests"),
        ("les tests échouent", "fix the tests"),
        ("Laufen die Tests?", "do the tests pass?"),
        ("sind alle Tests grün?", "do the tests pass?"),
        ("Est-ce que les tests passent ?", "do the tests pass?"),
        ("refactor(shop): rename total to amount", "rename total to amount"),
    ],
)
def test_orders_in_other_words_are_read_in_english(text: str, english: str) -> None:
    order = read_order(text)
    assert (order.text, order.read) == (english, english)


@pytest.mark.parametrize(
    "text", ["bug in die casting", "text the user", "white space is wrong", "test la.py", "a\nmach"]
)
def test_english_is_left_alone(text: str) -> None:
    assert (read_order(text).text, read_order(text).read) == (text, "")


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


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("CI is red since yesterday, can you sort it out?", "repair"),
        ("When I call `median([3, 1, 2])` I get 1, it ought to be 2.", "repair"),
        ("to_roman(4) -> 'IIII', want 'IV'", "repair"),
        ("I'd like all tests in tests/unit to pass.", "repair"),
        ("test_login is broken. Could you get it working again without touching it?", "repair"),
        ("I don't understand why test_total breaks, no edits please", "explain"),
        ("diagnose the failing test in test_jobs.py, but do not fix it", "explain"),
        ("root cause of the test_webhook failure?", "explain"),
        ("Which line is to blame for test_interest failing?", "explain"),
        ("I changed the Money class and now tests fail. What did I break?", "explain"),
        ("what makes tests/test_router.py::test_wildcard fail", "explain"),
        ("why's pytest erroring out on collection", "explain"),
        ("how do the tests stand?", "status"),
        ("are we green?", "status"),
        ("test status pls", "status"),
        ("Run pytest and tell me the result.", "status"),
        ("can you check whether the tests still pass after my change", "status"),
        ("I just pulled main. Do the tests run through?", "status"),
        ("any red tests?", "status"),
        ("pytest tests/unit -q", "status"),
        ("look over what I changed and tell me if there are bugs", "review"),
        ("review HEAD~1", "review"),
        ("critique my diff", "review"),
        ("is there anything wrong with my working tree changes?", "review"),
        ("Did I introduce a bug in commit 91be03d?", "review"),
        ("I haven't committed it yet. Could you go through it and point out mistakes?", "review"),
        ("make the error message nicer", "beyond"),
        ("fix the performance of load_index", "beyond"),
        ("what does the function `resolve` do?", "beyond"),
        ("mark the flaky tests as xfail", "beyond"),
        ("loosen the assertion in test_total until it passes", "beyond"),
        ("merge main into my branch and solve the conflicts", "beyond"),
        ("Feature request: export invoices as PDF, layout like before", "beyond"),
        ("draft a mail to the team explaining why the tests were red", "beyond"),
        ("thank you very much, that's all for today", "thanks"),
        ("Which kinds of tasks can I give you?", "about"),
        ("are you an AI?", "about"),
    ],
)
def test_orders_as_people_type_them(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "the tests fail, don't change the tests",
        "sort out the failing tests in tests/test_api.py, don't touch the tests themselves",
        "the csv export drops the last row",
        "sort_versions puts 1.10 before 1.9",
        "locate the error in totals() and correct it",
        "install.py crashes with KeyError",
    ],
)
def test_reports_and_spared_tests_are_repairs(text: str) -> None:
    assert kind_of(text) == "repair"


@pytest.mark.parametrize(
    "text",
    [
        "my dog drops the ball",
        "get_user needs a docstring",
        "write a parser that ignores comments",
        "use a dataclass instead of a dict",
        "users should be able to delete their account",
        "what is an infinite loop?",
    ],
)
def test_what_only_sounds_like_a_report_is_beyond(text: str) -> None:
    assert kind_of(text) == "beyond"


@pytest.mark.parametrize(
    "text",
    [
        "since when does test_tax fail",
        "find the commit that broke the tests",
        "debug test_export and tell me the reason, no code changes",
        "what changed that test_sum fails now?",
        "i want to know why this crashes: parse('')",
    ],
)
def test_who_asks_since_when_wants_the_cause(text: str) -> None:
    assert kind_of(text) == "explain"
