"""The guard after a crash: what ran, what did not, and in which form it had been allowed."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from pathlib import Path

from quire.agent.approvals import Asking
from quire.agent.projection import AGAIN
from quire.agent.task import resume
from quire.models.script import Answer
from quire.protocol import items
from quire.protocol.events import Event, OutputItemDone
from quire.protocol.items import CustomToolCall, ShellAction, ShellCall, ShellCallOutput, user
from quire.protocol.records import (
    Change,
    CommandEnded,
    CommandStarted,
    Decided,
    HookRan,
    ItemAdded,
    PatchStarted,
    TurnStarted,
)
from quire.store.choices import Choices
from tests.agent.staging import Stage, drawn, stage

SAID = Answer(text="Said.")
CALL = ShellCall(call_id="c", action=ShellAction(commands=("echo x >> x.txt",)), status="completed")
REWROTE = HookRan(
    moment="PreToolUse", command="h", source="user", outcome="passed", call_id="c",
    updated={"command": "echo y >> y.txt"},
)  # fmt: skip
STARTED = CommandStarted(call_id="c", index=0, command="echo x >> x.txt")
ENDED = CommandEnded(
    call_id="c", index=0, command=STARTED.command, exit_code=1, timed_out=False, seconds=0.1
)
SECOND = CommandStarted(call_id=f"c{AGAIN}", index=0, command=STARTED.command)


def test_a_patch_that_was_allowed_in_part_is_finished_in_part(tmp_path: Path) -> None:
    added = "*** Add File: {0}\n+x\n"
    whole = f"*** Begin Patch\n{added.format('a')}{added.format('b')}*** End Patch"
    left = f"*** Begin Patch\n{added.format('a')}*** End Patch"
    call = CustomToolCall(call_id="p", name="apply_patch", input=whole)
    decided = Decided(call_id="p", allowed=True, by="person", updated={"command": left})
    change = Change(path="a", kind="add", after=hashlib.sha256(b"x\n").hexdigest())

    async def scene() -> None:
        async with stage(tmp_path, SAID) as on:
            for event in (
                TurnStarted(turn=1, prompt="go", tree=await on.means.snapshots.take()),
                ItemAdded(item=user("go")),
                OutputItemDone(output_index=0, item=call),
                decided,
                PatchStarted(call_id="p", changes=(change,)),
            ):
                on.session.record(event)
            await drawn(resume(on.session, on.means))
            folder = on.session.workspace
            assert ((folder / "a").read_text(), (folder / "b").exists()) == ("x\n", False)

    asyncio.run(scene())


async def cut_off(on: Stage, *left: Event) -> str:
    """Go on with a session that was cut off after `left`; return what the call's output says."""
    begin = (
        TurnStarted(turn=1, prompt="go", tree=await on.means.snapshots.take()),
        ItemAdded(item=user("go")),
        OutputItemDone(output_index=0, item=CALL),
    )
    for event in (*begin, *left):
        on.session.record(event)
    events = await drawn(resume(on.session, on.means))
    outputs = [event.item for event in events if isinstance(event, ItemAdded)]
    (output,) = [item for item in outputs if isinstance(item, ShellCallOutput)]
    assert items.answered(output) == "c"
    return output.output[0].stdout + output.output[0].stderr


def test_a_second_run_that_was_cut_off_is_told_and_not_repeated(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, SAID) as on:
            told = await cut_off(on, STARTED, ENDED, SECOND)
            assert "stopped while this command ran again outside the walls" in told
            assert not (on.session.workspace / "x.txt").exists()

    asyncio.run(scene())


def test_a_rewritten_call_that_had_not_begun_is_decided_anew(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, SAID) as on:
            assert on.session.begun(CALL) == ()
            await cut_off(on, REWROTE)
            assert (on.session.workspace / "x.txt").read_text() == "x\n"

    asyncio.run(scene())


def test_a_hooks_record_alone_is_no_beginning(tmp_path: Path) -> None:
    """A call that was only looked at before the crash must not slip past the approval."""

    async def scene() -> None:
        async with stage(tmp_path, SAID) as on:
            choices = Choices(tmp_path / "data")
            project = on.session.workspace
            asking = Asking("untrusted", project, choices, None, on.means.stop)
            strict = replace(on, means=replace(on.means, approver=asking))
            assert "nobody to ask" in await cut_off(strict, REWROTE)
            assert not (project / "x.txt").exists()

    asyncio.run(scene())
