"""The native shell call: one result a command, in order, from real commands behind real walls."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path

from quire.protocol.events import Event
from quire.protocol.items import (
    Exit,
    Item,
    LocalShellCall,
    LocalShellCallOutput,
    ShellAction,
    ShellCall,
    ShellCallOutput,
    ShellResult,
    Timeout,
)
from quire.protocol.records import CommandEnded, CommandOutput, CommandStarted, ItemAdded
from quire.sandbox.policy import Limits, Policy
from quire.sandbox.runner import Sandbox
from quire.tools.settings import Settings
from quire.tools.toolbox import Toolbox

Run = Callable[..., list[list[Event]]]


def call(
    *commands: str, timeout_ms: int | None = None, max_output_length: int | None = None
) -> ShellCall:
    action = ShellAction(
        commands=commands, timeout_ms=timeout_ms, max_output_length=max_output_length
    )
    return ShellCall(call_id="call_1", action=action)


def answer(events: list[Event]) -> Item:
    last = events[-1]
    assert isinstance(last, ItemAdded)
    return last.item


def results(events: list[Event]) -> tuple[ShellResult, ...]:
    item = answer(events)
    assert isinstance(item, ShellCallOutput)
    return item.output


def test_commands_are_independent_and_answered_in_order(run: Run, workspace: Path) -> None:
    (workspace / "sub").mkdir()
    [events] = run(call("cd sub; echo out; echo err >&2; exit 3", "basename $PWD"))
    assert answer(events) == ShellCallOutput(
        call_id="call_1",
        output=(
            ShellResult(stdout="out\n", stderr="err\n", outcome=Exit(3)),
            ShellResult(stdout="workspace\n", stderr="", outcome=Exit(0)),
        ),
        status="completed",
    )
    assert [type(event) for event in events if not isinstance(event, CommandOutput)] == [
        *(CommandStarted, CommandEnded, CommandStarted, CommandEnded),
        ItemAdded,
    ]
    ended = [event for event in events if isinstance(event, CommandEnded)]
    assert [(end.index, end.command, end.exit_code) for end in ended] == [
        (0, "cd sub; echo out; echo err >&2; exit 3", 3),
        (1, "basename $PWD", 0),
    ]


def test_a_command_starts_only_once_its_start_is_on_record(workspace: Path, tmp_path: Path) -> None:
    async def stop_at_the_start() -> None:
        async with await Sandbox.open(Policy(workspace)) as sandbox:
            toolbox = Toolbox(sandbox, workspace, tmp_path / "outputs", Settings())
            async with aclosing(toolbox.run(call("touch ran"))) as events:
                async for event in events:
                    assert isinstance(event, CommandStarted)
                    break
            await toolbox.close()

    asyncio.run(stop_at_the_start())
    assert list(workspace.iterdir()) == []


def test_leaving_the_call_kills_its_command(workspace: Path, tmp_path: Path) -> None:
    async def leave() -> None:
        async with await Sandbox.open(Policy(workspace)) as sandbox:
            toolbox = Toolbox(sandbox, workspace, tmp_path / "outputs", Settings())
            script = "echo begun; sleep 0.5; touch survived"
            async with aclosing(toolbox.run(call(script))) as events:
                async for event in events:
                    if isinstance(event, CommandOutput):
                        break
            await asyncio.sleep(0.7)
            await toolbox.close()

    asyncio.run(leave())
    assert list(workspace.iterdir()) == []


def test_a_time_limit_is_kept(run: Run) -> None:
    [events] = run(call("echo begun; sleep 30", timeout_ms=300))
    assert results(events) == (ShellResult(stdout="begun\n", stderr="", outcome=Timeout()),)


def test_a_command_without_a_limit_gets_the_default(run: Run) -> None:
    [events] = run(call("sleep 30"), settings=Settings(seconds=0.3))
    assert results(events) == (ShellResult(stdout="", stderr="", outcome=Timeout()),)


def test_standard_input_is_closed(run: Run) -> None:
    [events] = run(call("cat; echo end"))
    assert results(events) == (ShellResult(stdout="end\n", stderr="", outcome=Exit(0)),)


def test_the_length_asked_for_is_kept_and_sent_back(run: Run) -> None:
    [events] = run(call("seq 1 5000; seq 1 5000 >&2", max_output_length=1_000))
    item = answer(events)
    assert isinstance(item, ShellCallOutput)
    assert item.max_output_length == 1_000
    assert len(item.output[0].stdout) + len(item.output[0].stderr) <= 1_000
    assert item.output[0].stdout.startswith("1\n2\n3\n")
    assert item.output[0].stderr.endswith("\n4999\n5000\n")


def test_eleven_million_bytes_cost_ten_thousand_and_stay_readable(run: Run, outputs: Path) -> None:
    [events] = run(call("head -c 11000000 /dev/zero | tr '\\0' x"))
    [result] = results(events)
    assert len(answer(events).wire()) < 10_000
    name = re.findall(r'read_output\(id="(.+?)"', result.stdout)
    assert (outputs / name[0]).stat().st_size == 11_000_000


def test_output_beyond_what_the_walls_keep_still_ends_with_its_end(run: Run) -> None:
    [events] = run(call("seq 1 300000"), limits=Limits(output_bytes=1 << 20))
    [result] = results(events)
    assert result.stdout.startswith("1\n2\n3\n")
    assert result.stdout.endswith("\n299999\n300000\n")
    assert result.stderr == "\n[sandbox: the middle of this very long output was not kept]"


def test_a_script_longer_than_an_argument_may_be_is_run(run: Run) -> None:
    script = f"cat <<'END' | wc -c\n{'x' * 200_000}\nEND\ncat; echo end"
    [events] = run(call(script))
    assert results(events) == (ShellResult(stdout="200001\nend\n", stderr="", outcome=Exit(0)),)


def test_commands_may_run_side_by_side(run: Run) -> None:
    """Each command waits for the file that the other one makes."""
    scripts = [
        f"touch {mine}; while [ ! -e {other} ]; do sleep 0.02; done; echo {mine}"
        for mine, other in (("a", "b"), ("b", "a"))
    ]
    [events] = run(call(*scripts, timeout_ms=10_000), settings=Settings(parallel=True))
    assert [result.stdout for result in results(events)] == ["a\n", "b\n"]
    assert [type(event) for event in events[:2]] == [CommandStarted, CommandStarted]


def test_live_output_is_safe_for_a_terminal(run: Run) -> None:
    [events] = run(call(r"printf 'a\033]0;title\007b\033[2Jc'"))
    live = "".join(event.text for event in events if isinstance(event, CommandOutput))
    assert live == "abc"
    assert results(events)[0].stdout == "a\x1b]0;title\x07b\x1b[2Jc"


def test_a_nul_character_is_told(run: Run) -> None:
    [events] = run(call("echo a", "echo \0"))
    assert results(events) == (
        ShellResult(stdout="a\n", stderr="", outcome=Exit(0)),
        ShellResult(
            stdout="",
            stderr="The command holds a NUL character; send it without one.",
            outcome=Exit(1),
        ),
    )


def test_the_older_shell_call_is_answered_by_text(run: Run, workspace: Path) -> None:
    (workspace / "sub").mkdir()
    action = {
        "type": "exec",
        "command": ["sh", "-c", "basename $PWD; echo err >&2"],
        "working_directory": "sub",
        "env": {},
    }
    [events] = run(LocalShellCall(call_id="call_1", action=action))
    item = answer(events)
    assert isinstance(item, LocalShellCallOutput)
    assert re.fullmatch(
        r"Exit code: 0\nWall time: \d+\.\d seconds\nOutput:\nsub\nerr\n", item.output
    )
