"""A repair, step by step, with the outputs of a client written by hand."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Iterable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quire.engine.answerer import Engine
from quire.engine.notes import Note, write_note
from quire.engine.orders import is_test
from quire.engine.program import tidy
from quire.engine.scripts import patch_command
from quire.protocol import items
from quire.protocol.events import Completed
from quire.protocol.items import Item, Json
from quire.protocol.requests import Request, Thinking
from quire.protocol.responses import Response

PROGRAM = b"the packed workbench"
TOOLS: tuple[Json, ...] = ({"type": "shell"}, {"type": "apply_patch"})
FAILING = {"id": "tests/test_m.py::test_low", "error": "assert 1 == 2", "where": "m.py:4"}
BASELINE = {
    "type": "baseline",
    "passed": 3,
    "failed": [FAILING],
    "command": ["python3", "-m", "pytest", "-q"],
}
SUSPECTS = {
    "type": "suspects",
    "suspects": [
        {"path": "m.py", "line": 4, "function": "low", "score": 0.91, "why": "only failing tests"},
        {"path": "m.py", "line": 9, "function": "up", "score": 0.2, "why": "called by low"},
    ],
}
NEAR = {"type": "near", "edit": "`<` → `>`", "path": "m.py", "line": 4, "fixes": 1, "of": 2}
HUNK = "@@ def low(a, b):\n-    return a < b\n+    return a <= b\n"
FIX = {
    "type": "fix",
    "edits": [
        {"path": "m.py", "line": 4, "before": "a < b", "after": "a <= b", "kind": "comparison"}
    ],
    "files": [{"path": "m.py", "diff": HUNK}],
    "fixes": ["tests/test_m.py::test_low"],
    "description": "The comparison left out the boundary",
    "confidence": 0.9,
    "tried": 1200,
    "per_second": 2400.0,
    "alternatives": [],
}
DONE = {"type": "done", "outcome": "fixed", "tried": 1200, "seconds": 0.5, "state": "c3RhdGU="}
FOUND = (BASELINE, SUSPECTS, FIX, DONE)
CLEAN = {**BASELINE, "failed": []}
CLEAN_DONE = {"type": "done", "outcome": "clean"}
TESTS = {"type": "tests", "passed": 4, "failed": []}
GREEN = "....\n4 passed in 0.03s\n"


def lines(*report: Json) -> str:
    return "\n".join(msgspec.json.encode(line).decode() for line in report) + "\n"


def order(text: str = "make the tests pass", *past: Item, **fields: object) -> Request:
    base = Request(model="quire/standard", input=(items.user(text), *past), tools=TOOLS)
    return msgspec.structs.replace(base, **fields)


async def _respond(request: Request, program: bytes) -> Response:
    events = [event async for event in Engine(program).respond(request)]
    assert [event.sequence_number for event in events] == list(range(len(events)))
    last = events[-1]
    assert isinstance(last, Completed)
    return last.response


def answer(request: Request, program: bytes = PROGRAM) -> Response:
    return asyncio.run(_respond(request, program))


def shell_output(call: Item, text: str, code: int | None = 0) -> Item:
    assert isinstance(call, items.ShellCall)
    outcome = items.Timeout() if code is None else items.Exit(code)
    return items.ShellCallOutput(
        call_id=call.call_id,
        output=tuple(
            items.ShellResult(stdout=text, stderr="", outcome=outcome) for _ in call.action.commands
        ),
    )


def patch_output(call: Item, failure: str = "") -> Item:
    assert isinstance(call, items.ApplyPatchCall)
    return items.ApplyPatchCallOutput(
        call_id=call.call_id, status="failed" if failure else "completed", output=failure
    )


Script = Iterable[Callable[[Item], Item]]


def play(script: Script, request: Request | None = None) -> tuple[Request, Response]:
    """Answer each call with the next line of the script; return the state it ends in."""
    request = request or order()
    for step in script:
        output = answer(request).output
        calls = items.pending_calls(output)
        assert calls, f"the engine ended early: {said(output)}"
        outputs = tuple(step(call) for call in calls)
        request = msgspec.structs.replace(request, input=(*request.input, *output, *outputs))
    return request, answer(request)


def printed(*report: Json) -> Callable[[Item], Item]:
    return lambda call: shell_output(call, lines(*report))


def output(text: str, code: int | None = 0) -> Callable[[Item], Item]:
    return lambda call: shell_output(call, text, code)


def said(output: Iterable[Item]) -> str:
    return "".join(
        items.text_of(item.content) for item in output if isinstance(item, items.Message)
    )


def refused(output: Iterable[Item]) -> str:
    [message] = [item for item in output if isinstance(item, items.Message)]
    return "".join(part.refusal or "" for part in message.content if isinstance(part, items.Part))


def calls(response: Response) -> list[Item]:
    return [item for item in response.output if not isinstance(item, items.Reasoning)]


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


RED = "FAILED tests/test_m.py::test_other - assert 0\n1 failed, 3 passed in 0.1s\n"
STILL_RED = {
    "type": "tests",
    "command": ["python3", "-m", "pytest", "-q"],
    "passed": ["a", "b", "c"],
    "failed": [{"id": "tests/test_m.py::test_other", "error": "assert 0", "where": "m.py:9"}],
}


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


def test_a_project_without_a_failing_test_is_told_so() -> None:
    _, end = play([printed(CLEAN, CLEAN_DONE), printed(TESTS)])
    assert said(end.output) == (
        "All 3 tests pass, so there is nothing I can prove wrong: add a test that shows the bug "
        "and ask again."
    )


def test_a_suite_whose_runs_disagree_is_called_flaky_by_name() -> None:
    red = {**TESTS, "failed": [FAILING]}
    _, end = play([printed(CLEAN, CLEAN_DONE), printed(red), printed(TESTS), printed(TESTS)])
    assert refused(end.output) == (
        "Not fixed. The test suite is flaky: 1 test ended otherwise from run to run, with nothing "
        "changed in between.\n- tests/test_m.py::test_low (failed in 1 of 3 runs)\n\n"
        "Such a test proves no change. Look there for chance, the clock, the order of sets, and "
        "files or processes that tests share. To find the cause, a model could: set --model and "
        "OPENAI_API_KEY."
    )


def test_a_test_that_fails_only_in_a_fresh_process_is_not_called_flaky() -> None:
    red = printed({**TESTS, "failed": [FAILING]})
    _, end = play([printed(CLEAN, CLEAN_DONE), red, red, red])
    assert refused(end.output) == (
        "Not fixed. tests/test_m.py::test_low fails in each fresh run of the tests, but not in the "
        "process where I search, so I cannot work on it; a model could: set --model and "
        "OPENAI_API_KEY."
    )


def test_runs_that_say_nothing_are_not_asked_for_again() -> None:
    _, end = play([printed(CLEAN, CLEAN_DONE), output("cut")])
    assert said(end.output).startswith("All 3 tests pass")


def test_what_was_learned_is_told_when_nothing_was_found() -> None:
    done = {
        "type": "done",
        "outcome": "none",
        "reason": "No change of up to 2 edits passes",
        "learned": "The failing value comes from low",
        "tried": 5000,
        "seconds": 60.0,
    }
    _, end = play([printed(BASELINE, SUSPECTS, NEAR, done)])
    text = said(end.output)
    assert text.startswith(
        "Not fixed. No change of up to 2 edits passes. I tried 5,000 changes in 60.0 s."
    )
    assert "1 test of 4 failing: tests/test_m.py::test_low (assert 1 == 2 at m.py:4)." in text
    assert "I suspect:\n- m.py:4 in low (score 0.91): only failing tests\n- m.py:9 in up" in text
    assert not [item for item in end.output if isinstance(item, items.Reasoning) and item.summary]
    assert "The failing value comes from low" in text
    assert "`<` → `>` at m.py:4 fixes 1 of 2" in text
    assert text.endswith("A model could go on: set --model and OPENAI_API_KEY or OPENAI_BASE_URL.")


def test_changes_between_which_nothing_decides_are_shown_and_not_made() -> None:
    changes = [
        {"edits": ["m.py:4: `>=`"], "files": [{"path": "m.py", "diff": "@@\n-a < b\n+a >= b\n"}]},
        {
            "edits": ["m.py:4: `>`"],
            "files": [{"path": "m.py", "diff": "@@\n-a < b\n+a > b\n"}],
            "differs_on": "low(2, 2): True or False",
        },
    ]
    done = {"type": "done", "outcome": "none", "reason": "2 edits pass", "tried": 9, "seconds": 1.0}
    report = printed(BASELINE, SUSPECTS, {"type": "undecided", "candidates": changes}, done)
    _, end = play([report])
    assert said(end.output).startswith(
        "Not fixed. 2 edits pass. I tried 9 changes in 1.0 s.\n\n"
        "What passes the tests, likeliest first; I made none of them. "
        "A test of such an input decides.\n\n"
        "A. m.py:4: `>=`\nm.py\n@@\n-a < b\n+a >= b\n\n"
        "B. m.py:4: `>`\nm.py\n@@\n-a < b\n+a > b\n"
        "A and B differ on low(2, 2): True or False."
    )


def test_a_refusal_of_the_workbench_is_passed_on() -> None:
    refusal = {"type": "refused", "reason": "No tests were found", "needs": "Name their folder"}
    _, end = play([printed(refusal, {"type": "done", "outcome": "refused"})])
    assert said(end.output) == "Not fixed. No tests were found. Name their folder."


def test_the_program_is_installed_where_it_is_missing() -> None:
    absent = {"type": "absent"}
    request, response = play([printed(absent)])
    [call] = calls(response)
    assert isinstance(call, items.ShellCall)
    assert base64.encodebytes(PROGRAM).decode() in call.action.commands[0]
    request, response = play([printed({"type": "placed"})], request)
    [call] = calls(response)
    assert isinstance(call, items.ShellCall)
    assert "repair --seconds" in call.action.commands[0]
    _, end = play([printed(absent)], request)
    assert "could not be put into the temporary folder" in said(end.output)
    _, end = play([printed(*FOUND), patch_output, output(GREEN)], request)
    assert said(end.output).startswith("Fixed.")


def test_a_large_program_is_installed_call_by_call() -> None:
    program = bytes(range(256)) * 600
    request = order(tools=CODEX, parallel_tool_calls=False)
    asked: list[str] = []
    for text in ('{"type":"absent"}', "", "", '{"type":"placed"}', '{"type":"absent"}'):
        response = answer(request, program)
        [call] = items.pending_calls(response.output)
        assert isinstance(call, items.FunctionCall)
        asked.append(msgspec.json.decode(call.arguments)["cmd"].splitlines()[0])
        past = (*request.input, *response.output, replied(text)(call))
        request = msgspec.structs.replace(request, input=past)
    assert [line.split(" --")[0] for line in asked] == [
        "# quire-workbench repair",
        "# quire-workbench: put in place, part 1 of 3",
        "# quire-workbench: put in place, part 2 of 3",
        "# quire-workbench: put in place, part 3 of 3",
        "# quire-workbench repair",
    ]
    assert "could not be put" in said(answer(request, program).output)


def test_a_damaged_program_is_told() -> None:
    _, end = play([printed({"type": "absent"}), printed({"type": "spoilt"})])
    assert said(end.output) == "Not fixed. My search program arrived damaged on this machine."


def test_an_interrupted_search_is_asked_for_again_then_given_up() -> None:
    request = order()
    for _ in range(3):
        response = answer(request)
        assert len(items.pending_calls(response.output)) == 1
        request = msgspec.structs.replace(request, input=(*request.input, *response.output))
    assert said(answer(request).output) == (
        "Not fixed. The search was interrupted each time I asked for it."
    )


def test_a_command_that_a_crash_cut_off_is_asked_for_again() -> None:
    cut = output(lines(BASELINE) + "[interrupted: Quire was stopped while this command ran]", 1)
    request, response = play([cut])
    [call] = calls(response)
    assert isinstance(call, items.ShellCall)
    assert "repair --seconds" in call.action.commands[0]
    request, response = play([printed(*FOUND), patch_output, cut], request)
    [proof] = calls(response)
    assert isinstance(proof, items.ShellCall)
    assert proof.action.commands == (tidy("python3 -m pytest -q"),)
    _, end = play([output(GREEN)], request)
    assert said(end.output).startswith("Fixed.")


def test_an_interrupted_patch_is_asked_for_again() -> None:
    request, response = play([printed(*FOUND)])
    request = msgspec.structs.replace(request, input=(*request.input, *response.output))
    [again] = calls(answer(request))
    assert isinstance(again, items.ApplyPatchCall)
    _, end = play([patch_output, output(GREEN)], request)
    assert said(end.output).startswith("Fixed.")


def test_a_report_cut_in_the_middle_still_serves() -> None:
    text = (
        lines(SUSPECTS)[:40] + "…1200 characters truncated…" + lines(NEAR)[30:] + lines(FIX, DONE)
    )
    _, response = play([output(lines(BASELINE) + text), patch_output])
    [proof] = calls(response)
    assert isinstance(proof, items.ShellCall)
    assert proof.action.commands == (tidy("python3 -m pytest -q"),)


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        (lines(BASELINE), None, "the client stopped it at its time limit."),
        ("", 1, "its result did not reach me."),
        ("Rejected by the user.", 1, "The last words were: Rejected by the user."),
        ('{"type":"no_python"}', 98, "There is no Python 3.9 or newer"),
    ],
)
def test_a_search_without_a_result_is_told(text: str, code: int | None, told: str) -> None:
    _, end = play([output(text, code)])
    assert said(end.output).startswith("Not fixed. ")
    assert told in said(end.output)


def test_a_second_candidate_is_shown_with_what_tells_them_apart() -> None:
    other = {
        "edits": ["off by one: `b + 1`"],
        "files": [{"path": "m.py", "diff": "@@ def low(a, b):\n-    a < b\n+    a < b + 1\n"}],
        "differs_on": "low(1.5, 1): False or True",
    }
    report = printed(BASELINE, {**FIX, "alternatives": [other]}, DONE)
    _, end = play([report, patch_output, output(GREEN)])
    assert said(end.output).endswith(
        "The tests do not decide between this change and another one that passes them too: "
        "off by one: `b + 1`. They differ on low(1.5, 1): False or True (this change gives the "
        "first). Check which one you meant. The other one:\n"
        "m.py\n@@ def low(a, b):\n-    a < b\n+    a < b + 1"
    )


def test_an_alternative_that_cannot_be_read_does_not_hide_the_fix() -> None:
    report = printed(BASELINE, {**FIX, "alternatives": [{"edits": 7}]}, DONE)
    _, end = play([report, patch_output, output(GREEN)])
    assert said(end.output).startswith("Fixed.")


def test_without_a_shell_it_says_what_is_missing() -> None:
    for request in (order(tools=()), order(tool_choice="none")):
        assert "offer a shell tool" in said(answer(request).output)


def test_without_a_patch_tool_a_command_makes_the_change() -> None:
    _, response = play([printed(*FOUND)], order(tools=TOOLS[:1]))
    [call] = calls(response)
    assert isinstance(call, items.ShellCall)
    assert call.action.commands == (patch_command("m.py", HUNK),)


def function(name: str, **fields: str) -> Json:
    properties = {key: {"type": kind} for key, kind in fields.items()}
    return {"type": "function", "name": name, "parameters": {"properties": properties}}


CODEX: tuple[Json, ...] = (
    function("exec_command", cmd="string", yield_time_ms="number", max_output_tokens="number"),
    function("write_stdin", session_id="number", chars="string", yield_time_ms="number"),
    {"type": "custom", "name": "apply_patch", "format": {"type": "grammar"}},
)


def replied(text: str) -> Callable[[Item], Item]:
    def reply(call: Item) -> Item:
        if isinstance(call, items.CustomToolCall):
            return items.CustomToolCallOutput(call_id=call.call_id, output=text)
        assert isinstance(call, items.FunctionCall)
        return items.FunctionCallOutput(call_id=call.call_id, output=text)

    return reply


def test_functions_and_a_background_command_serve_as_well() -> None:
    report = lines(*FOUND)
    head = "Chunk ID: 1\nWall time: 30 seconds\nProcess running with session ID 4\nOutput:\n"
    tail = "Chunk ID: 2\nWall time: 9 seconds\nProcess exited with code 0\nOutput:\n"
    script = [
        replied(head + report[:300]),
        replied("Wall time: 60 seconds\nProcess running with session ID 4\nOutput:\n"),
        replied(tail + report[300:]),
        replied("Success. Updated the following files:\nM m.py\n"),
        replied(tail + GREEN),
    ]
    request, end = play(script, order(tools=CODEX, parallel_tool_calls=False))
    assert said(end.output).startswith("Fixed.")
    assert [
        call.name
        for call in request.input
        if isinstance(call, items.FunctionCall | items.CustomToolCall)
    ] == ["exec_command", "write_stdin", "write_stdin", "apply_patch", "exec_command"]


@given(
    folder=st.sampled_from(["", "tests/", "src/tests/", "test/", "src/", "../", "/"]),
    name=st.sampled_from(["test_m.py", "m_test.py", "conftest.py", "m.py", "tests.py"]),
    second=st.sampled_from(["m.py", "tests/test_x.py"]),
)
def test_no_report_makes_it_patch_a_test(folder: str, name: str, second: str) -> None:
    changes = [{"path": folder + name, "diff": HUNK}, {"path": second, "diff": HUNK}]
    _, response = play([printed(BASELINE, {**FIX, "files": changes}, DONE)])
    patched = [
        call.operation.path for call in response.output if isinstance(call, items.ApplyPatchCall)
    ]
    assert [path for path in patched if is_test(path) or path.startswith(("/", "../"))] == []
    assert bool(patched) == (folder in ("", "src/") and name == "m.py" and second == "m.py")


PIECES = st.sampled_from(
    (
        *(lines(line) for line in (*FOUND, NEAR, STILL_RED, {**DONE, "outcome": "none"})),
        '{"type":"absent"}\n',
        '{"type":"placed"}\n',
        GREEN,
        RED,
        "[interrupted: stopped]\n",
    )
)
OUTPUTS = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=6).map("".join))


@settings(deadline=None)
@given(st.lists(st.tuples(OUTPUTS, st.sampled_from((0, 1, None))), min_size=14, max_size=14))
def test_whatever_commands_print_it_comes_to_an_end(script: list[tuple[str, int | None]]) -> None:
    request = order()
    for text, code in script:
        response = answer(request)
        asked = items.pending_calls(response.output)
        if not asked:
            assert said(response.output)
            return
        outputs = tuple(
            patch_output(call, text if code else "")
            if isinstance(call, items.ApplyPatchCall)
            else shell_output(call, text[: len(text) - (code or 0)], code)
            for call in asked
        )
        past = (*request.input, *response.output, *outputs)
        request = msgspec.structs.replace(request, input=past)
    pytest.fail("the engine does not come to an end")


def test_continue_goes_on_where_it_was() -> None:
    request, _ = play([printed(*FOUND)])
    more = msgspec.structs.replace(request, input=(*request.input, items.user("continue")))
    [call] = calls(answer(more))
    assert isinstance(call, items.ApplyPatchCall)


def test_try_harder_after_a_verdict_searches_longer_from_the_frontier() -> None:
    done = {"type": "done", "outcome": "none", "state": "ZnJvbnRpZXI="}
    start = order(include=("reasoning.encrypted_content",))
    request, end = play([printed(BASELINE, done)], start)
    past = (*request.input, *end.output, items.user("try harder"))
    [call] = calls(answer(msgspec.structs.replace(request, input=past)))
    assert isinstance(call, items.ShellCall)
    assert "--seconds 120 " in call.action.commands[0]
    assert "--state=ZnJvbnRpZXI=" in call.action.commands[0]


@pytest.mark.parametrize("foreign", ["gAAAAB", "", "eyJ2Ijo5fQ==", write_note(Note(job="other"))])
def test_reasoning_of_others_does_not_disturb(foreign: str) -> None:
    other = items.Reasoning(id="rs_1", summary=(), encrypted_content=foreign)
    assert len(calls(answer(order("fix the bug", other)))) == 1


def test_commands_of_others_do_not_disturb() -> None:
    action = items.ShellAction(commands=("ls",))
    foreign = items.ShellCall(call_id="call_1", action=action)
    past = (foreign, shell_output(foreign, "m.py\n"))
    [call] = calls(answer(order("fix the bug", *past)))
    assert isinstance(call, items.ShellCall)
    assert "repair --seconds" in call.action.commands[0]
