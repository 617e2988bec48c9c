"""The shell functions of Codex and plain models: their words, the background, bad arguments."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from quire.protocol.events import Event
from quire.protocol.items import FunctionCall, FunctionCallOutput
from quire.protocol.records import CommandEnded, CommandStarted, ItemAdded
from quire.tools.settings import Settings

Run = Callable[..., list[list[Event]]]
QUICK = Settings(yield_seconds=0.4)


def call(name: str, **arguments: object) -> FunctionCall:
    text = json.dumps(arguments)
    return FunctionCall(call_id=f"call_{name}_{len(text)}", name=name, arguments=text)


def said(events: list[Event]) -> str:
    last = events[-1]
    assert isinstance(last, ItemAdded)
    assert isinstance(last.item, FunctionCallOutput)
    assert isinstance(last.item.output, str)
    return last.item.output


@pytest.mark.parametrize("name", ["shell", "shell_command"])
@pytest.mark.parametrize(
    "command",
    ["echo out; echo err >&2; exit 3", ["bash", "-lc", "echo out; echo err >&2; exit 3"]],
)
def test_a_command_is_told_in_the_words_of_codex(run: Run, name: str, command: object) -> None:
    [events] = run(call(name, command=command, timeout_ms="5000"))
    text = said(events)
    assert re.fullmatch(r"Exit code: 3\nWall time: \d+\.\d seconds\nOutput:\nout\nerr\n", text)
    started = [event for event in events if isinstance(event, CommandStarted)]
    assert [event.command for event in started] == ["echo out; echo err >&2; exit 3"]


def test_an_argument_list_is_run_as_it_is(run: Run) -> None:
    [events] = run(call("shell", command=["printf", "%s|", "a b", "$HOME"]))
    assert said(events).endswith("Output:\na b|$HOME|")


def test_a_working_directory_is_kept_inside_the_walls(run: Run, workspace: Path) -> None:
    (workspace / "sub").mkdir()
    inside, outside = run(
        call("shell", command="basename $PWD", workdir="sub"),
        call("shell", command="pwd", workdir="/etc"),
    )
    assert said(inside).endswith("Output:\nsub\n")
    assert said(outside).startswith("cwd: /etc lies outside the workspace")
    assert [type(event) for event in outside] == [ItemAdded]


def test_a_time_limit_is_told(run: Run) -> None:
    [events] = run(call("shell_command", command="echo begun; sleep 30", timeout_ms=300))
    assert re.fullmatch(
        r"Exit code: 124\nWall time: \d\.\d seconds\nOutput:\n"
        r"command timed out after 300 milliseconds\nbegun\n",
        said(events),
    )


def test_a_long_output_tells_its_lines_and_where_to_read_on(run: Run) -> None:
    (first,) = run(call("shell_command", command="seq 1 100000"))
    text = said(first)
    assert "\nTotal output lines: 100000\nOutput:\n1\n2\n3\n" in text
    assert text.endswith("\n99999\n100000\n")
    assert len(text) < 10_000
    name = re.findall(r'read_output\(id="(.+?)", page=1 to 72\)', text)
    _, page = run(call("shell", command="true"), call("read_output", id=name[0], page=72))
    assert said(page).startswith(f"Page 72 of 72 of {name[0]} (588,895 bytes):\n")
    assert said(page).endswith("\n100000\n")


def test_more_is_told_on_request(run: Run) -> None:
    [events] = run(call("shell_command", command="seq 1 10000", max_output_tokens=20_000))
    assert said(events).endswith("Output:\n" + "".join(f"{n}\n" for n in range(1, 10_001)))


def test_a_slow_command_goes_to_the_background_and_is_polled(run: Run) -> None:
    started, ended, gone = run(
        call("shell_command", command="echo begun; sleep 0.8; echo done"),
        call("write_stdin", session_id=1, chars=""),
        call("write_stdin", session_id=1),
        settings=QUICK,
    )
    assert re.fullmatch(
        r"Chunk ID: [0-9a-f]{6}\nWall time: \d\.\d{4} seconds\n"
        r"Process running with session ID 1\nOriginal token count: 2\nOutput:\nbegun\n\n"
        r"\[The command goes on in the background\. Follow it with write_stdin\("
        r'session_id=1, chars="", yield_time_ms=5000\); stop it with chars="\\u0003"\.\]',
        said(started),
    )
    assert re.fullmatch(
        r"Chunk ID: [0-9a-f]{6}\nWall time: \d\.\d{4} seconds\n"
        r"Process exited with code 0\nOriginal token count: 2\nOutput:\ndone\n",
        said(ended),
    )
    record = ended[-2]
    assert isinstance(record, CommandEnded)
    assert (record.command, record.exit_code) == ("echo begun; sleep 0.8; echo done", 0)
    assert said(gone).startswith("'session_id' is 1; no command runs under it (running: none).")


def test_a_command_with_its_own_limit_stays_in_the_foreground(run: Run) -> None:
    [events] = run(
        call("shell_command", command="sleep 0.8; echo done", timeout_ms=10_000), settings=QUICK
    )
    assert said(events).endswith("Output:\ndone\n")


def test_exec_command_yields_when_it_was_asked_to(run: Run) -> None:
    quick, slow = run(
        call("exec_command", cmd="echo hi"),
        call("exec_command", cmd="sleep 5", yield_time_ms=250),
    )
    assert re.fullmatch(
        r"Chunk ID: [0-9a-f]{6}\nWall time: \d\.\d{4} seconds\n"
        r"Process exited with code 0\nOriginal token count: 1\nOutput:\nhi\n",
        said(quick),
    )
    assert "Process running with session ID 1\n" in said(slow)


def test_a_command_with_a_terminal_is_typed_into(run: Run) -> None:
    _, echoed, ended = run(
        call("exec_command", cmd="read line; echo got $line; cat", tty=True, yield_time_ms=250),
        call("write_stdin", session_id=1, chars="one\n", yield_time_ms=500),
        call("write_stdin", session_id=1, chars="\x03"),
    )
    assert said(echoed).endswith("Output:\ngot one\n")
    assert "Process exited with code 137\n" in said(ended)


def test_a_closed_standard_input_is_told(run: Run) -> None:
    _, typed = run(
        call("shell_command", command="sleep 5"),
        call("write_stdin", session_id=1, chars="x"),
        settings=QUICK,
    )
    assert said(typed).startswith("'chars' cannot be typed: the standard input of this command")


def test_closing_the_toolbox_ends_what_runs_in_the_background(run: Run, workspace: Path) -> None:
    run(call("shell_command", command="sleep 0.8; touch survived"), settings=QUICK)
    assert list(workspace.iterdir()) == []


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (
            FunctionCall(call_id="c", name="shell", arguments='{"comm'),
            "failed to parse function arguments: Input data was truncated",
        ),
        (
            FunctionCall(call_id="c", name="shell", arguments="{}"),
            "failed to parse function arguments: Object missing required field `command`",
        ),
        (
            FunctionCall(call_id="c", name="python", arguments="{}"),
            "unsupported call: python",
        ),
        (
            call("read_output", id="nothing.out"),
            "'id' is 'nothing.out'; there is no such output. Use an id that a result named.",
        ),
        (call("update_plan", plan=[{"step": "a", "status": "completed"}]), "Plan updated"),
        (
            call("update_plan", plan=[{"step": s, "status": "in_progress"} for s in "ab"]),
            "'plan' has 2 steps in progress (a; b); at most one may be. Send the plan again.",
        ),
    ],
)
def test_what_is_wrong_with_a_call_is_its_output(run: Run, asked: FunctionCall, text: str) -> None:
    [events] = run(asked)
    assert [type(event) for event in events] == [ItemAdded]
    assert said(events) == text
