"""What an order asks for: a repair, another change, or words."""

from __future__ import annotations

import pytest

from quire.agent.wishes import wants_change, wants_repair


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("make the tests pass", True),
        ("Fix it", True),
        ("there is a BUG in parse()", True),
        ('parse("3.5") returns 350 but I want 3.5', True),
        ("parse(3), expected 3 but got 4", True),
        ("the tests hang", True),
        ("total is wrong.", True),
        ("add a check for wrong input", False),
        ("test_invoice fails since the last commit", True),
        ("the parser does not work", True),
        ("why isn't working the login", False),
        ("get the suite green again", True),
        ("parse('') raises IndexError", True),
        ("low(2, 2) should be True", True),
        ("mean([1]) returns 2 instead of 1", True),
        (">>> f(1)\n2", True),
        ("add an error class ParseError", False),
        ("add a --json flag", False),
        ("explain the prefix table", False),
        ("rename fixture_a to fixture_b", False),
        ("what does this project do?", False),
        ("Review the change for bugs", False),
        ("do the tests pass?", False),
        ("which tests fail?", False),
        ("run the tests", False),
        ("list the failing tests", False),
        ("is there a bug in cart.py? Fix it.", True),
        ("run() raises KeyError", True),
        ("list.sort fails for tuples", True),
        ("Mach die Tests grün", True),
        ("Corrige les tests qui échouent", True),
    ],
)
def test_an_order_to_repair_is_recognised(prompt: str, expected: bool) -> None:
    assert wants_repair(prompt) is expected


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("write a haiku into poem.txt", True),
        ("please add a --json flag", True),
        ("make the tests pass", True),
        ("cart.total() returns 3, expected 4", True),
        ("Look at the parser. Then rename `f` to `g`.", True),
        ("Schreibe Tests für cart.py", True),
        ("explain how the parser works", False),
        ("I want a dark mode toggle in settings", True),
        ("in utils.py, rename foo to bar", True),
        ("new endpoint /health that returns 200", True),
        ("show a progress bar while downloading", True),
        ("read AGENTS.md and add what it says of style to README.md", True),
        ("read AGENTS.md and tell me the rules", False),
        ("how would you add a flag here?", False),
        ("show me the failing tests", False),
        ("is it possible to make this faster?", True),
        ("what does add() do?", False),
        ("how many tests are there?", False),
        ("which files use os.path?", False),
        ("why does test_low fail?", False),
        ("hello", False),
    ],
)
def test_an_order_for_a_change_is_recognised(prompt: str, expected: bool) -> None:
    assert wants_change(prompt) is expected


def test_a_name_in_an_order_to_rename_is_no_wish_for_a_repair() -> None:
    assert not wants_repair("when did test_total start to fail? it worked in v1.2")
    assert not wants_repair("rename broken to whole")
    assert not wants_repair("why does test_low fail?")
    assert not wants_repair("explain what is broken")
    assert not wants_repair("fix the deprecated calls")
    assert wants_repair("fix the deprecated call that test_low fails with")
    assert wants_repair("find out why test_low fails and fix it")
    assert wants_repair("make the broken tests pass")
