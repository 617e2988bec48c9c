"""Commands of one answer run side by side; what depends on order keeps it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from quire.agent.parallel import batches, merged
from quire.agent.task import perform
from quire.models.script import Answer
from quire.protocol.events import Event
from quire.protocol.items import Call, Json, read_item
from quire.protocol.records import Notice
from tests.agent.staging import ORDER, drawn, receipt_of, stage


def shell(call_id: str, command: str) -> Json:
    return {"type": "shell_call", "call_id": call_id, "action": {"commands": [command]}}


def patch(call_id: str) -> Json:
    change = {"type": "create_file", "path": "new.txt", "diff": "+x\n"}
    return {"type": "apply_patch_call", "call_id": call_id, "operation": change}


def test_commands_next_to_each_other_form_a_group() -> None:
    asked = [shell("1", "a"), shell("2", "b"), patch("3"), shell("4", "c"), patch("5"), patch("6")]
    calls = [read_item(msgspec.json.encode(item)) for item in asked]
    found = batches(call for call in calls if isinstance(call, Call))
    assert [[call.call_id for call in group] for group in found] == [
        ["1", "2"], ["3"], ["4"], ["5"], ["6"],
    ]  # fmt: skip


def test_commands_meet_each_other_while_they_run(tmp_path: Path) -> None:
    """Each of two commands waits for a file that the other one makes."""

    async def scene() -> None:
        meet = "touch {0}; for i in $(seq 600); do [ -e {1} ] && exit 0; sleep 0.1; done; exit 1"
        both = (shell("call_1", meet.format("x", "y")), shell("call_2", meet.format("y", "x")))
        async with stage(tmp_path, Answer(items=both), Answer(text="Done.")) as on:
            events = await drawn(perform(on.session, ORDER, on.means))
            assert [run.exit_code for run in receipt_of(events).commands] == [0, 0]

    asyncio.run(scene())


def test_the_first_error_ends_all() -> None:
    ended: list[str] = []

    async def waits() -> AsyncIterator[Event]:
        try:
            yield Notice(level="info", text="begun")
            await asyncio.Event().wait()
        finally:
            ended.append("waits")

    async def breaks() -> AsyncIterator[Event]:
        yield Notice(level="info", text="begun")
        raise ValueError("broken")

    async def scene() -> None:
        with pytest.raises(ValueError, match="broken"):
            async for _ in merged([waits(), breaks()]):
                pass

    asyncio.run(scene())
    assert ended == ["waits"]


def test_a_stream_goes_on_only_when_its_event_was_dealt_with() -> None:
    recorded: list[str] = []

    async def announces(name: str) -> AsyncIterator[Event]:
        yield Notice(level="info", text=name)
        assert name in recorded

    async def scene() -> None:
        async for event in merged([announces("a"), announces("b")]):
            await asyncio.sleep(0)
            assert isinstance(event, Notice)
            recorded.append(event.text)

    asyncio.run(scene())
    assert recorded == ["a", "b"]
