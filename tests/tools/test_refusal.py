"""A call that policy refuses is answered in the form of its kind."""

from __future__ import annotations

import asyncio
from pathlib import Path

from quire.protocol import items
from quire.protocol.items import Call, Item
from quire.sandbox.policy import Policy
from quire.sandbox.runner import Sandbox
from quire.tools.settings import Settings
from quire.tools.toolbox import Toolbox

WHY = "The person said no."
REFUSED = items.ShellResult(stdout="", stderr=WHY, outcome=items.Exit(1))
FORMS: tuple[tuple[Call, Item], ...] = (
    (
        items.ShellCall(
            call_id="c",
            action=items.ShellAction(commands=("a", "b"), max_output_length=100),
        ),
        items.ShellCallOutput(
            call_id="c", output=(REFUSED, REFUSED), max_output_length=100, status="completed"
        ),
    ),
    (
        items.ApplyPatchCall(call_id="c", operation=items.DeleteFile(path="a")),
        items.ApplyPatchCallOutput(call_id="c", status="failed", output=WHY),
    ),
    (
        items.FunctionCall(call_id="c", name="shell", arguments="{}"),
        items.FunctionCallOutput(call_id="c", output=WHY),
    ),
    (
        items.CustomToolCall(call_id="c", name="apply_patch", input=""),
        items.CustomToolCallOutput(call_id="c", output=WHY),
    ),
    (
        items.LocalShellCall(call_id="c", action={}),
        items.LocalShellCallOutput(call_id="c", output=WHY),
    ),
)


def test_each_kind_is_refused_in_its_form(workspace: Path, outputs: Path) -> None:
    async def refused() -> list[Item]:
        async with await Sandbox.open(Policy(workspace)) as sandbox:
            toolbox = Toolbox(sandbox, workspace, outputs, Settings())
            told = [toolbox.refuse(call, WHY).item for call, _ in FORMS]
            await toolbox.close()
            return told

    assert asyncio.run(refused()) == [output for _, output in FORMS]
