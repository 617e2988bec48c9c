"""The job of writing tests: orders, steps, what is undone, and whole projects."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quire.engine.program import tidy
from quire.engine.shapes import Verdict
from quire.engine.testgen import advance, recognise
from quire.engine.testgen_findings import READER, told
from quire.engine.testgen_orders import Wish, read_wish
from quire.protocol import items
from quire.protocol.items import Item, Json
from tests.engine.reports import ask, call_of, conversation, output_of, words_of
from tests.engine.scenes import folders, play

FILE: Json = {
    "type": "file",
    "path": "tests/test_m.py",
    "modules": ["m.py"],
    "text": "from m import f\n\n\ndef test_f():\n    assert f(1) == 2\n",
    "tests": ["test_f"],
    "lines": [3, 4],
    "branches": [1, 2],
    "mutants": 5,
    "killed": 4,
    "survivors": [{"path": "m.py", "line": 2, "before": "x > 1", "after": "x >= 1"}],
    "findings": [
        {"kind": "crash", "subject": "f", "line": 3, "call": "f(0)", "told": "IndexError: no"}
    ],
    "untested": {"g": "open", "h": "socket.connect"},
    "unstable": ["test_g"],
    "properties": 0,
    "hurried": False,
}
DONE: Json = {
    "type": "done",
    "outcome": "written",
    "left": ["n.py"],
    "command": ["python", "-m", "pytest"],
    "runner": "pytest",
}
ORDER = items.user("write tests for m.py")
PASSED = "1 passed in 0.01s"
FIGURES = (
    "Wrote 1 test for m.py in tests/test_m.py: 3 of 4 lines and 1 of 2 branches of its functions "
    "covered, 4 of 5 mutants killed.\n"
    "Proof: five fresh runs in random order, and `python -m pytest tests/test_m.py`: 1 passed.\n\n"
    "Suspicious, so no test expects it:\n- m.py:3 `f(0)`: IndexError: no\n\n"
    "Mutants left alive (1; some may not change what the code does):\n"
    "- m.py:2 `x > 1` → `x >= 1`\n\n"
    "Not tested:\n- g: opens files\n- h: reaches outside or asks the clock (socket.connect)\n"
    "- n.py: no time was left; ask for them by name\n- dropped because runs disagreed: test_g"
)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("write tests for src/foo.py", Wish(("src/foo.py",))),
        ("Please add unit tests for pkg.mod.func", Wish(("pkg.mod.func",))),
        ("generate property tests for shop.cart", Wish(("shop.cart",), properties=True)),
        ("increase coverage of src/a.py", Wish(("src/a.py",), more=True)),
        ("improve test coverage", Wish(more=True)),
        ("write integration tests for pkg", Wish(("pkg",), across=True)),
        ("cover src/foo.py with tests", Wish(("src/foo.py",))),
        ("test src/foo.py", Wish(("src/foo.py",))),
        ("create tests for `clamp`", Wish(("clamp",))),
        ("write tests for the crash in src/a.py", Wish(("src/a.py",))),
        ("Write pytest tests for Stack in shop/stack.py and make sure they pass",
         Wish(("shop/stack.py::Stack",))),
        ("can you add a few more unit tests for parse_date()?", Wish(("parse_date",))),
        ("write tests", Wish()),
    ],
)  # fmt: skip
def test_an_order_names_what_to_test(text: str, wish: Wish) -> None:
    assert read_wish(text) == wish
    assert recognise(conversation(items.user(text)))


@pytest.mark.parametrize(
    "text",
    [
        "make the tests pass",
        "fix the tests",
        "add a test that reproduces the bug",
        "write a regression test for the crash",
        "write a function that tests the input",
        "document the tests",
        "test the website",
        "review the tests",
    ],
)
def test_other_orders_are_left_to_others(text: str) -> None:
    assert read_wish(text) is None
    assert not recognise(conversation(items.user(text)))


def test_the_program_runs_on_the_targets() -> None:
    call = call_of(ask(ORDER))
    first = call.action.commands[0].splitlines()[0]
    assert first == "# quire-workbench generate --seconds 180 --target=m.py --seed 0"


def create(output: tuple[Item, ...]) -> items.ApplyPatchCall:
    [call] = [item for item in output if isinstance(item, items.ApplyPatchCall)]
    return call


def patched(call: items.ApplyPatchCall, *, well: bool = True) -> Item:
    return items.ApplyPatchCallOutput(
        call_id=call.call_id, status="completed" if well else "failed", output="disk is full"
    )


def printed(call: items.ShellCall, text: str, exit_code: int) -> Item:
    result = items.ShellResult(stdout=text, stderr="", outcome=items.Exit(exit_code=exit_code))
    return items.ShellCallOutput(call_id=call.call_id, output=(result,))


def written() -> tuple[Item, ...]:
    """Return a conversation up to the written file."""
    run = call_of(ask(ORDER))
    past = (ORDER, run, output_of(run, FILE, DONE))
    patch = create(ask(*past))
    return (*past, patch, patched(patch))


def test_the_file_is_made_and_proven() -> None:
    past = written()
    patch = past[3]
    assert isinstance(patch, items.ApplyPatchCall)
    diff = "+from m import f\n+\n+\n+def test_f():\n+    assert f(1) == 2\n"
    assert patch.operation == items.CreateFile(path="tests/test_m.py", diff=diff)
    proof = call_of(ask(*past))
    assert proof.action.commands == (tidy("python -m pytest tests/test_m.py"),)
    assert words_of(ask(*past, proof, printed(proof, PASSED, 0))) == FIGURES


def test_a_second_opinion_counts_where_the_command_cannot_run() -> None:
    past = written()
    proof = call_of(ask(*past))
    past = (*past, proof, printed(proof, "python: no module named pytest", 1))
    again = call_of(ask(*past))
    old = {"id": "tests/test_old.py::test_x", "error": "no", "where": ""}
    report: Json = {"type": "tests", "passed": ["tests/test_m.py::test_f"], "failed": [old]}
    told = words_of(ask(*past, again, output_of(again, report)))
    assert "`python -m pytest tests/test_m.py`: the new tests pass." in told


def test_tests_that_do_not_hold_are_removed() -> None:
    past = written()
    proof = call_of(ask(*past))
    past = (*past, proof, printed(proof, "1 failed in 0.01s", 1))
    again = call_of(ask(*past))
    failing = {"id": "tests/test_m.py::test_f", "error": "no", "where": ""}
    past = (*past, again, output_of(again, {"type": "tests", "passed": [], "failed": [failing]}))
    undo = create(ask(*past))
    assert undo.operation == items.DeleteFile(path="tests/test_m.py")
    told = words_of(ask(*past, undo, patched(undo)))
    assert told == (
        "No tests written: `python -m pytest tests/test_m.py` says: 1 of the new tests fail. "
        "Nothing is left of them."
    )


def test_a_file_that_cannot_be_written_is_told() -> None:
    run = call_of(ask(ORDER))
    past = (ORDER, run, output_of(run, FILE, DONE))
    patch = create(ask(*past))
    told = words_of(ask(*past, patch, patched(patch, well=False)))
    assert told == (
        "No tests written: a test file could not be written: disk is full. Nothing is left of them."
    )


def test_a_report_without_files_is_told() -> None:
    run = call_of(ask(ORDER))
    nothing = {**FILE, "type": "nothing", "text": "", "tests": [], "findings": [], "unstable": []}
    told = words_of(ask(ORDER, run, output_of(run, nothing, {**DONE, "left": []})))
    assert told.startswith("No tests written.\n\nNot tested:\n- g: opens files")


def test_a_module_that_cannot_be_loaded_is_not_done() -> None:
    run = call_of(ask(ORDER))
    line = {"type": "untestable", "path": "m.py", "reason": "ImportError: no g"}
    steps = conversation(ORDER, run, output_of(run, line, {**DONE, "left": []}))
    verdict = advance(steps).verdict
    words = "No tests written.\n\nNot tested:\n- m.py: ImportError: no g"
    assert verdict == Verdict(text=words, outcome="not_fixed")


def test_what_the_tests_ran_before_is_told() -> None:
    file = READER.decode(json.dumps({**FILE, "before": 2}))
    assert "3 of 4 lines (before: 2) of its functions covered, 4 of 5" in told([file], "")


def test_a_path_outside_the_project_is_not_written() -> None:
    run = call_of(ask(ORDER))
    outside = {**FILE, "path": "../test_m.py"}
    told = words_of(ask(ORDER, run, output_of(run, outside, DONE)))
    assert told.startswith("No tests written.")


@pytest.mark.parametrize("scenario", folders("testgen"), ids=lambda path: path.name)
def test_a_scenario_ends_as_it_should(scenario: Path, tmp_path: Path) -> None:
    play(scenario, tmp_path)
