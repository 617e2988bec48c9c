"""A repair through every kind of client: programs put in place, crashes, functions, noise."""

from __future__ import annotations

import base64

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quire.engine.notes import Note, write_note
from quire.engine.orders import is_test
from quire.engine.program import tidy
from quire.engine.scripts import patch_command
from quire.protocol import items
from quire.protocol.items import Json
from tests.engine.repairing import (
    BASELINE,
    DONE,
    FIX,
    FOUND,
    GREEN,
    HUNK,
    NEAR,
    PROGRAM,
    RED,
    STILL_RED,
    SUSPECTS,
    TOOLS,
    answer,
    calls,
    function,
    lines,
    order,
    output,
    patch_output,
    play,
    printed,
    replied,
    said,
    shell_output,
)


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


def test_without_a_shell_it_says_what_is_missing() -> None:
    for request in (order(tools=()), order(tool_choice="none")):
        assert "offer a shell tool" in said(answer(request).output)


def test_without_a_patch_tool_a_command_makes_the_change() -> None:
    _, response = play([printed(*FOUND)], order(tools=TOOLS[:1]))
    [call] = calls(response)
    assert isinstance(call, items.ShellCall)
    assert call.action.commands == (patch_command("m.py", HUNK),)


CODEX: tuple[Json, ...] = (
    function("exec_command", cmd="string", yield_time_ms="number", max_output_tokens="number"),
    function("write_stdin", session_id="number", chars="string", yield_time_ms="number"),
    {"type": "custom", "name": "apply_patch", "format": {"type": "grammar"}},
)


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
