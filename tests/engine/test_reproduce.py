"""Reports without a failing test: the fault is seen, its test is written, then it is repaired."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.engine.orders import Order, read_order
from quire.engine.reproduce import MOST_TEXT, recognise
from quire.protocol import items
from quire.protocol.items import Item, Json
from tests.engine.reports import ask, call_of, conversation, output_of, words_of
from tests.engine.scenes import folders, play

SCENARIOS = folders("reproduce")
ORDER = "first('') raises IndexError"
SHOWN: Json = {
    "type": "reproduced",
    "path": "tests/test_words.py",
    "name": "test_first",
    "text": "def test_first():\n    first('')\n",
    "test": "def test_first():\n    first('')\n",
    "call": "first('')",
    "error": "IndexError",
    "how": "the report",
    "basis": "",
    "focus": ["words.py", "first"],
}
TESTS: Json = {
    "type": "tests",
    "command": ["python", "-m", "pytest"],
    "passed": ["tests/test_words.py::test_last"],
    "failed": [{"id": "tests/test_words.py::test_first", "error": "IndexError"}],
}
DIFF = "@@\n-    return text.split()[0]\n+    return text.split()[-1]\n"
FIX: Json = {
    "type": "fix",
    "edits": [{"path": "words.py", "line": 2, "before": "a", "after": "b", "kind": "index"}],
    "files": [{"path": "words.py", "diff": DIFF}],
    "fixes": ["tests/test_words.py::test_first"],
    "description": "first in words.py, line 2: index.",
}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.name)
def test_a_scenario_ends_as_it_should(scenario: Path, tmp_path: Path) -> None:
    play(scenario, tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("calling parse('') raises IndexError, it should return []", True),
        ('Traceback (most recent call last):\n  File "a.py", line 1, in <module>', True),
        (">>> f(1)\n2\nexpected 3", True),
        ("`python -m pkg --x 3` crashes with ZeroDivisionError", True),
        ("it crashes, see crash.log", True),
        ("add(2, 2) returns 5 instead of 4", True),
        ("make the tests pass", False),
        ("fix test_invoice", False),
        ("tests/test_a.py::test_b fails: low(1) should be 2", False),
        ("review my changes", False),
        ("add a --json flag", False),
    ],
)
def test_reports_that_can_be_tried_are_recognised(text: str, expected: bool) -> None:
    assert recognise(conversation(items.user(text))) is expected


def test_the_report_travels_as_one_line() -> None:
    text = "see:\nTraceback (most recent call last):\n$(touch /tmp/x)\n" + "y" * 2 * MOST_TEXT
    command = call_of(ask(items.user(text))).action.commands[0]
    head = command.splitlines()[0]
    assert head.startswith("# quire-workbench reproduce --seconds 60 '--text=\"see:\\nTraceback")
    assert command.count("Traceback") == 2
    assert len(command) < 4 * MOST_TEXT


def steps(*reports: Json) -> tuple[Item, ...]:
    """Return the conversation after the test was written and one report for each command."""
    past: tuple[Item, ...] = (items.user(ORDER),)
    call = call_of(ask(*past))
    past = (*past, call, output_of(call, *reports[:1], {"type": "done", "outcome": "reproduced"}))
    [patch] = [item for item in ask(*past) if isinstance(item, items.ApplyPatchCall)]
    written = items.ApplyPatchCallOutput(call_id=patch.call_id, status="completed")
    past = (*past, patch, written)
    for report in reports[1:]:
        call = call_of(ask(*past))
        past = (*past, call, output_of(call, report))
    return past


def test_the_test_is_seen_to_fail_before_the_search() -> None:
    past = steps(SHOWN)
    assert call_of(ask(*past)).action.commands[0].startswith("# quire-workbench tests ")
    search = call_of(ask(*steps(SHOWN, TESTS))).action.commands[0].splitlines()[0]
    assert "--select=tests/test_words.py::test_first" in search
    assert "--focus=words.py --focus=first" in search
    assert "--keep=8" in search


def test_a_test_that_does_not_fail_is_told() -> None:
    green = {**TESTS, "failed": []}
    told = words_of(ask(*steps(SHOWN, green)))
    assert told.startswith("Not fixed. I saw the fault, but the test")
    assert "def test_first():" in told


def test_a_fix_is_shown_and_not_made_where_nothing_decides() -> None:
    output = ask(*steps(SHOWN, TESTS, FIX))
    assert not [item for item in output if isinstance(item, items.ApplyPatchCall)]
    assert words_of(output) == (
        "Not fixed. The report says that first('') must not raise IndexError. No docstring, "
        "annotation or other return says what it should give. These changes would end the crash; "
        "I made none of them.\n\n"
        f"A. first in words.py, line 2: index\nwords.py\n{DIFF}\n"
        "Say which value is right, for example \"first('') should return …\". The failing test:\n"
        "def test_first():\n    first('')"
    )


def test_a_fix_that_changes_what_worked_is_not_made() -> None:
    sure: Json = {**SHOWN, "sure": True, "basis": "the report says so"}
    output = ask(*steps(sure, TESTS, {**FIX, "unlike": "first('a b'): 'a' before, 'b' now"}))
    assert "A also changes what worked: first('a b'): 'a' before, 'b' now." in words_of(output)


def test_one_example_does_not_decide_between_rivals() -> None:
    wrong: Json = {**SHOWN, "sure": True, "error": "", "gave": "1", "basis": "the report says so"}
    rival: Json = {"edits": ["words.py:2: other"], "files": [], "differs_on": "first('x'): 1 or 2"}
    told = words_of(ask(*steps(wrong, TESTS, {**FIX, "alternatives": [rival]})))
    assert told.startswith("Not fixed. One example does not decide: each of these changes makes")
    assert "B. words.py:2: other" in told
    assert "They differ on first('x'): 1 or 2 (A gives the first)." in told


def test_a_fix_is_made_where_the_value_is_known() -> None:
    sure: Json = {**SHOWN, "sure": True, "basis": "the report says so"}
    [patch] = [
        item for item in ask(*steps(sure, TESTS, FIX)) if isinstance(item, items.ApplyPatchCall)
    ]
    assert patch.operation == items.UpdateFile(path="words.py", diff=DIFF)


def test_a_known_test_is_repaired_at_once() -> None:
    order = items.user(ORDER)
    call = call_of(ask(order))
    over: Json = {"type": "done", "outcome": "known", "tests": ["tests/test_words.py::test_a"]}
    search = call_of(ask(order, call, output_of(call, over))).action.commands[0]
    assert "--select=tests/test_words.py::test_a" in search


def test_without_a_tool_nothing_is_tried() -> None:
    assert "Offer a shell tool." in words_of(ask(items.user(ORDER), tools=[]))


def test_an_order_is_read_as_before() -> None:
    assert read_order("fix low() in cart.py") == Order(
        kind="repair", text="fix low() in cart.py", focus=("cart.py", "low")
    )
