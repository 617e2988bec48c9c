"""After a crash: nothing that was started runs twice, and a recorded patch is finished."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from quire.protocol.events import Event
from quire.protocol.items import (
    CustomToolCall,
    CustomToolCallOutput,
    Exit,
    FunctionCall,
    FunctionCallOutput,
    ShellAction,
    ShellCall,
    ShellCallOutput,
    ShellResult,
)
from quire.protocol.records import (
    Change,
    CommandEnded,
    CommandStarted,
    ItemAdded,
    PatchEnded,
    PatchStarted,
)
from quire.tools.edits import digest
from quire.tools.outputs import Outputs

Recover = Callable[..., list[list[Event]]]
Run = Callable[..., list[list[Event]]]

INTERRUPTED = (
    "[sandbox: interrupted: Quire was stopped while this command ran, and it is not run again "
    "by itself; what it did until then stays]"
)
PATCH = (
    "*** Begin Patch\n*** Update File: a.txt\n@@\n-a\n+A\n*** Update File: b.txt\n@@\n-b\n+B\n"
    "*** End Patch\n"
)
CALL = CustomToolCall(call_id="call_1", name="apply_patch", input=PATCH)
CHANGES = tuple(
    Change(
        f"{name}.txt", "update", digest(f"{name}\n".encode()), digest(f"{name.upper()}\n".encode())
    )
    for name in "ab"
)
DONE = "Success. Updated the following files:\nM a.txt\nM b.txt"


def started(index: int, command: str) -> CommandStarted:
    return CommandStarted(call_id="call_1", index=index, command=command)


def ended(index: int, command: str, exit_code: int | None) -> CommandEnded:
    return CommandEnded(
        call_id="call_1",
        index=index,
        command=command,
        exit_code=exit_code,
        timed_out=False,
        seconds=1.5,
    )


def leave(outputs: Path, index: int, out: bytes) -> str:
    """Leave the output of a command as an earlier process did; return its name."""
    outputs.mkdir(exist_ok=True)
    log, _ = Outputs(outputs, page_bytes=8_192).logs("call_1", index, 9_000)
    log.add(out)
    return log.name


KILLED_WHILE_IT_RUNS = """
import asyncio, os, signal, sys
from pathlib import Path
from quire.protocol.items import ShellAction, ShellCall
from quire.protocol.records import CommandOutput
from quire.sandbox.policy import Policy
from quire.sandbox.runner import Sandbox
from quire.tools.settings import Settings
from quire.tools.toolbox import Toolbox

async def main():
    workspace, outputs = map(Path, sys.argv[1:])
    sandbox = await Sandbox.open(Policy(workspace))
    toolbox = Toolbox(sandbox, workspace, outputs, Settings())
    action = ShellAction(commands=("echo begun; sleep 0.5; touch survived",))
    async for event in toolbox.run(ShellCall(call_id="call_1", action=action)):
        if isinstance(event, CommandOutput):
            os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


def test_what_a_killed_process_left_is_told(
    recover: Recover, workspace: Path, outputs: Path
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_WHILE_IT_RUNS, workspace, outputs], check=False, timeout=30
    )
    assert killed.returncode == -signal.SIGKILL
    command = "echo begun; sleep 0.5; touch survived"
    call = ShellCall(call_id="call_1", action=ShellAction(commands=(command,)))
    [events] = recover(call, started(0, command))
    result = ShellResult(stdout="begun\n", stderr=f"\n{INTERRUPTED}", outcome=Exit(137))
    item = ShellCallOutput(call_id="call_1", output=(result,), status="completed")
    assert events[-1] == ItemAdded(item=item)
    assert list(workspace.iterdir()) == []


def test_a_started_command_is_told_and_not_run_again(
    recover: Recover, workspace: Path, outputs: Path
) -> None:
    commands = ("echo first; touch ran", "echo second; touch ran", "touch ran")
    leave(outputs, 0, b"first\n")
    name = leave(outputs, 1, b"sec")
    call = ShellCall(call_id="call_1", action=ShellAction(commands=commands))
    [events] = recover(
        call, started(0, commands[0]), ended(0, commands[0], 7), started(1, commands[1])
    )
    assert events == [
        CommandEnded(
            call_id="call_1",
            index=1,
            command=commands[1],
            exit_code=None,
            timed_out=False,
            seconds=0.0,
            log=name,
            findings=(INTERRUPTED.removeprefix("[sandbox: ").removesuffix("]"),),
        ),
        ItemAdded(
            item=ShellCallOutput(
                call_id="call_1",
                output=(
                    ShellResult(stdout="first\n", stderr="", outcome=Exit(7)),
                    ShellResult(stdout="sec", stderr=f"\n{INTERRUPTED}", outcome=Exit(137)),
                    ShellResult(
                        stdout="",
                        stderr="[not run: Quire was stopped before this command began; "
                        "send it again if it is needed]",
                        outcome=Exit(1),
                    ),
                ),
                status="completed",
            )
        ),
    ]
    assert list(workspace.iterdir()) == []


def test_a_function_call_is_told_the_same_way(
    recover: Recover, workspace: Path, outputs: Path
) -> None:
    leave(outputs, 0, b"half\n")
    arguments = json.dumps({"command": "touch ran"})
    call = FunctionCall(call_id="call_1", name="shell_command", arguments=arguments)
    [events] = recover(call, started(0, "touch ran"))
    text = f"Exit code: 137\nWall time: 0.0 seconds\nOutput:\nhalf\n\n{INTERRUPTED}"
    assert events[-1] == ItemAdded(item=FunctionCallOutput(call_id="call_1", output=text))
    assert list(workspace.iterdir()) == []


def test_a_command_that_ended_keeps_its_result(recover: Recover, outputs: Path) -> None:
    leave(outputs, 0, b"whole\n")
    arguments = json.dumps({"command": "touch ran"})
    call = FunctionCall(call_id="call_1", name="shell_command", arguments=arguments)
    [events] = recover(call, started(0, "touch ran"), ended(0, "touch ran", 3))
    text = "Exit code: 3\nWall time: 1.5 seconds\nOutput:\nwhole\n"
    assert events == [ItemAdded(item=FunctionCallOutput(call_id="call_1", output=text))]


def test_a_call_that_never_began_is_run(recover: Recover, workspace: Path) -> None:
    call = ShellCall(call_id="call_1", action=ShellAction(commands=("touch ran",)))
    [events] = recover(
        call,
        started(0, "touch ran"),
        ItemAdded(
            item=CustomToolCallOutput(call_id="call_1", output="an earlier call of the same id")
        ),
    )
    assert [type(event) for event in events] == [CommandStarted, CommandEnded, ItemAdded]
    assert [path.name for path in workspace.iterdir()] == ["ran"]


@pytest.mark.parametrize("written", ["", "a", "ab"])
def test_a_recorded_patch_is_finished(recover: Recover, workspace: Path, written: str) -> None:
    for name in "ab":
        text = name.upper() if name in written else name
        (workspace / f"{name}.txt").write_text(f"{text}\n")
    [events] = recover(CALL, PatchStarted(call_id="call_1", changes=CHANGES))
    patched, item = events
    assert isinstance(patched, PatchEnded)
    assert (patched.changes, patched.status, patched.message) == (CHANGES, "completed", DONE)
    assert item == ItemAdded(item=CustomToolCallOutput(call_id="call_1", output=DONE))
    assert (workspace / "a.txt").read_text() + (workspace / "b.txt").read_text() == "A\nB\n"


def test_a_file_that_someone_else_changed_is_left_alone(recover: Recover, workspace: Path) -> None:
    (workspace / "a.txt").write_text("other\n")
    (workspace / "b.txt").write_text("b\n")
    [events] = recover(CALL, PatchStarted(call_id="call_1", changes=CHANGES))
    text = (
        "apply_patch was interrupted, and a.txt changed since. "
        "Read the files again and send what is still missing."
    )
    assert events[-1] == ItemAdded(item=CustomToolCallOutput(call_id="call_1", output=text))
    assert (workspace / "b.txt").read_text() == "b\n"


def test_a_patch_that_ended_is_not_applied_again(recover: Recover, workspace: Path) -> None:
    (workspace / "a.txt").write_text("a\n")
    (workspace / "b.txt").write_text("b\n")
    [events] = recover(
        CALL,
        PatchStarted(call_id="call_1", changes=CHANGES),
        PatchEnded(call_id="call_1", changes=CHANGES, status="completed", message=DONE),
    )
    assert events == [ItemAdded(item=CustomToolCallOutput(call_id="call_1", output=DONE))]
    assert (workspace / "a.txt").read_text() == "a\n"
