"""A toolbox behind real walls, on a workspace of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing
from pathlib import Path

import pytest

from quire.protocol.events import Event
from quire.protocol.items import Call
from quire.sandbox.policy import Limits, Mode, Policy
from quire.sandbox.runner import Sandbox
from quire.tools.settings import Settings
from quire.tools.toolbox import Toolbox

Run = Callable[..., list[list[Event]]]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return an empty workspace."""
    path = tmp_path / "workspace"
    path.mkdir()
    return path


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    """Return where outputs are kept."""
    return tmp_path / "outputs"


@pytest.fixture
def run(workspace: Path, outputs: Path) -> Run:
    """Return what runs calls one after the other in one toolbox; one list of events a call."""

    async def all_of(
        calls: Sequence[Call], settings: Settings, policy: Policy
    ) -> list[list[Event]]:
        async with await Sandbox.open(policy) as sandbox:
            toolbox = Toolbox(sandbox, workspace, outputs, settings)
            told: list[list[Event]] = []
            for call in calls:
                async with aclosing(toolbox.run(call)) as events:
                    told.append([event async for event in events])
            await toolbox.close()
            return told

    def run(
        *calls: Call,
        settings: Settings | None = None,
        mode: Mode = "workspace-write",
        limits: Limits | None = None,
    ) -> list[list[Event]]:
        policy = Policy(workspace, mode=mode, limits=limits or Limits())
        return asyncio.run(all_of(calls, settings or Settings(), policy))

    return run


@pytest.fixture
def recover(workspace: Path, outputs: Path) -> Run:
    """Return what recovers one call from the records that an earlier process left."""

    async def recovered(call: Call, records: Sequence[Event]) -> list[Event]:
        async with await Sandbox.open(Policy(workspace)) as sandbox:
            toolbox = Toolbox(sandbox, workspace, outputs, Settings())
            async with aclosing(toolbox.recover(call, records)) as events:
                told = [event async for event in events]
            await toolbox.close()
            return told

    def recover(call: Call, *records: Event) -> list[list[Event]]:
        return [asyncio.run(recovered(call, records))]

    return recover
