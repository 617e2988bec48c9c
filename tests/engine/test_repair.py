"""A repair, step by step: it searches, patches and proves; the client is written by hand."""

from __future__ import annotations

import msgspec
import pytest

from quire.engine.program import tidy
from quire.protocol import items
from quire.protocol.items import Item
from quire.protocol.requests import Thinking
from tests.engine.repairing import (
    BASELINE,
    DONE,
    FAILING,
    FIX,
    FOUND,
    GREEN,
    HUNK,
    NEAR,
    RED,
    STILL_RED,
    SUSPECTS,
    answer,
    calls,
    lines,
    order,
    output,
    patch_output,
    play,
    printed,
    said,
    shell_output,
)


def test_first_it_searches() -> None:
    [reasoning, call] = answer(order("fix `low` in m.py, tests/test_m.py::test_low fails")).output
    assert isinstance(reasoning, items.Reasoning)
    assert reasoning.summary == ()
    assert isinstance(call, items.ShellCall)
    assert call.action.timeout_ms == 120_000
    [command] = call.action.commands
    assert command.splitlines()[-3:-1] == [
        '  exec "$p" -I "$q" repair --seconds 60 --edits 2 --effort medium --seed 0 '
        "--focus=m.py --focus=low --select=tests/test_m.py::test_low",
        "done",
    ]


def test_then_it_patches_and_tells_why() -> None:
    request = order(reasoning=Thinking(summary="auto"))
    _, response = play([printed(BASELINE, SUSPECTS, NEAR, FIX, DONE)], request)
    [reasoning, call] = response.output
    assert isinstance(reasoning, items.Reasoning)
    assert [items.text_of((part,)) for part in reasoning.summary] == [
        "1 test of 4 failing: tests/test_m.py::test_low (assert 1 == 2 at m.py:4).",
        "I suspect:\n- m.py:4 in low (score 0.91): only failing tests\n"
        "- m.py:9 in up (score 0.20): called by low",
        "Nearly worked:\n- `<` → `>` at m.py:4 fixes 1 of 2",
        "I tried 1,200 changes, 2,400 a second. I take a change at m.py:4, with confidence 0.9. "
        "low in m.py is number 1 of 2 suspects (score 0.91).",
    ]
    assert isinstance(call, items.ApplyPatchCall)
    assert call.operation == items.UpdateFile(path="m.py", diff=HUNK)


def test_then_it_proves_and_tells_the_proof() -> None:
    request, response = play([printed(*FOUND), patch_output])
    [proof] = calls(response)
    assert isinstance(proof, items.ShellCall)
    assert proof.action.commands == (tidy("python3 -m pytest -q"),)
    past = (*request.input, *response.output, shell_output(proof, GREEN))
    assert said(answer(msgspec.structs.replace(request, input=past)).output) == (
        "Fixed. The comparison left out the boundary.\n\n"
        "Proof: 1 test failed, 3 passed before; now 4 passed (`python3 -m pytest -q`)."
    )


def test_a_client_that_proves_by_itself_is_left_the_proof() -> None:
    told = items.developer(
        "<environment_context>\n  <verification>after the work</verification>\n"
        "</environment_context>"
    )
    request = order()
    request = msgspec.structs.replace(request, input=(told, *request.input))
    _, response = play([printed(*FOUND), patch_output], request)
    assert not items.pending_calls(response.output)
    assert said(response.output) == (
        "The comparison left out the boundary.\n\n"
        "Before, 1 test failed; with the change a fresh run of all tests passes. "
        "The proof is the test runs that follow."
    )


def test_a_change_that_fails_the_proof_is_undone() -> None:
    script = [printed(*FOUND), patch_output, output(RED, 1), printed(STILL_RED)]
    request, response = play(script)
    [undo] = calls(response)
    assert isinstance(undo, items.ApplyPatchCall)
    assert undo.operation == items.UpdateFile(
        path="m.py", diff="@@ def low(a, b):\n+    return a < b\n-    return a <= b\n"
    )
    _, end = play([patch_output], request)
    assert said(end.output) == (
        "Not fixed. The change\n- m.py:4: `a < b` → `a <= b`\npassed in the search, but "
        "`python3 -m pytest -q` says: 3 passed, 1 failed. I have undone it."
    )


@pytest.mark.parametrize("text", ["No module named pytest", "E ModuleNotFoundError: x\n1 error"])
def test_a_fresh_run_by_name_decides_where_the_plain_command_cannot(text: str) -> None:
    green = {**STILL_RED, "passed": ["a", "b", "c", "d"], "failed": []}
    _, end = play([printed(*FOUND), patch_output, output(text, 1), printed(green)])
    assert said(end.output).startswith("Fixed.")
    assert "now 4 passed (`python3 -m pytest -q`)" in said(end.output)


def test_a_failed_undo_is_told() -> None:
    _, end = play(
        [
            printed(*FOUND),
            patch_output,
            output(RED, 1),
            printed(STILL_RED),
            lambda call: patch_output(call, "x"),
        ]
    )
    assert "It is still in the files: undo it by hand." in said(end.output)


def test_tests_that_failed_before_and_are_not_part_of_the_fix_may_still_fail() -> None:
    other = {"id": "tests/test_m.py::test_old", "error": "KeyError: 1", "where": "m.py:9"}
    baseline = {**BASELINE, "failed": [FAILING, other]}
    red = "FAILED tests/test_m.py::test_old - KeyError: 1\n1 failed, 4 passed in 0.1s\n"
    _, end = play([printed(baseline, FIX, DONE), patch_output, output(red, 1)])
    assert said(end.output).startswith("Fixed in part.")
    assert said(end.output).endswith("Still failing, as before: tests/test_m.py::test_old.")
    named = order("tests/test_m.py::test_low fails")
    _, end = play([printed(baseline, FIX, DONE), patch_output, output(red, 1)], named)
    assert said(end.output).startswith("Fixed. ")
    cut = {**FIX, "more": 4}
    _, response = play([printed(baseline, cut, DONE), patch_output, output(red, 1)])
    assert "--seconds 600" in str(response.output[-1])


def test_a_patch_that_does_not_match_is_searched_once_more() -> None:
    def mismatch(call: Item) -> Item:
        return patch_output(call, "line not found")

    request, response = play([printed(*FOUND), mismatch])
    [call] = calls(response)
    assert isinstance(call, items.ShellCall)
    _, end = play([printed(*FOUND), mismatch], request)
    assert said(end.output) == (
        "Not fixed. A change that passes the tests was found, but writing it failed: line not "
        "found. The files are as they were. The change:\n- m.py:4: `a < b` → `a <= b`"
    )


def test_a_patch_that_the_user_declines_is_not_tried_again() -> None:
    _, end = play([printed(*FOUND), lambda call: patch_output(call, "Declined by the user.")])
    assert said(end.output).startswith("Not fixed. A change that passes the tests was found")


def test_two_files_are_patched_in_one_answer_unless_calls_come_one_by_one() -> None:
    files = [{"path": "a.py", "diff": HUNK}, {"path": "b.py", "diff": HUNK}]
    report = lines(BASELINE, {**FIX, "files": files}, DONE)
    for parallel, count in ((None, 2), (True, 2), (False, 1)):
        _, response = play(
            [lambda call: shell_output(call, report)], order(parallel_tool_calls=parallel)
        )
        assert len(calls(response)) == count


def test_one_failed_file_undoes_the_other() -> None:
    files = [{"path": "a.py", "diff": HUNK}, {"path": "b.py", "diff": HUNK}]

    def half(call: Item) -> Item:
        assert isinstance(call, items.ApplyPatchCall)
        return patch_output(call, "no match" if call.operation.path == "b.py" else "")

    _, response = play([printed(BASELINE, {**FIX, "files": files}, DONE), half])
    [undo] = calls(response)
    assert isinstance(undo, items.ApplyPatchCall)
    assert undo.operation.path == "a.py"


@pytest.mark.parametrize("path", ["tests/test_m.py", "conftest.py", "/etc/x.py", "../x.py"])
def test_a_test_or_a_file_outside_is_never_patched(path: str) -> None:
    fix = {**FIX, "files": [{"path": path, "diff": HUNK}]}
    _, end = play([printed(BASELINE, fix, DONE)])
    assert said(end.output) == (
        f"Not fixed. The only change found is to {path}, which I do not edit."
    )
