"""The toolbox: runs the calls of a model and answers each with one output item."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from functools import partial
from pathlib import Path

from quire.errors import PatchError, RefusedError, SandboxUnavailable, UsageError
from quire.protocol import items
from quire.protocol.events import Event
from quire.protocol.items import Call, FunctionCall, Json
from quire.protocol.records import ItemAdded
from quire.sandbox.files import Root
from quire.sandbox.runner import Sandbox
from quire.tools import contracts, looking, mcp, patching, recovery, scripts, shell
from quire.tools.contracts import Contract
from quire.tools.hands import Background, Hands
from quire.tools.outputs import Outputs
from quire.tools.replies import Reply, Stream, answer, said
from quire.tools.settings import Settings

FUNCTIONS: Mapping[str, Callable[[Hands, FunctionCall], Stream]] = {
    "apply_patch": patching.function,
    "exec_command": scripts.execute,
    "read_output": looking.read_output,
    "shell": scripts.command,
    "shell_command": scripts.command,
    "update_plan": looking.update_plan,
    "view_image": looking.view_image,
    "write_stdin": scripts.write_stdin,
}
"""The function tools by name; some are accepted under names that no contract offers."""


class Toolbox:
    """The hands of a session: whatever a model may call, behind one sandbox."""

    def __init__(
        self, sandbox: Sandbox, workspace: Path, outputs: Path, settings: Settings
    ) -> None:
        """Make the folder of outputs, which lies outside the workspace, and open the workspace."""
        outputs.mkdir(mode=0o700, parents=True, exist_ok=True)
        real = workspace.resolve()
        self._hands = Hands(
            sandbox=sandbox,
            root=Root(real, sandbox.policy.protected, sandbox.policy.hidden),
            workspace=real,
            outputs=Outputs(outputs, settings.page_bytes),
            settings=settings,
        )
        self._servers = mcp.Servers({})

    def connect(self, servers: mcp.Servers) -> None:
        """Also carry out the calls for tools of MCP servers; whoever opened them closes them."""
        self._servers = servers

    def definitions(self, contract: Contract) -> tuple[Json, ...]:
        """Return the tools of a contract as a model reads them, the same every time."""
        return contracts.definitions(contract)

    async def run(self, call: Call) -> AsyncGenerator[Event, None]:
        """Carry out a call; yield its records and live output, and its output item last.

        A start is yielded before the thing is started: whoever records it does so first.
        Whatever is wrong with the call itself is said in the output item. Closing the
        generator kills the call's command.
        """
        async with aclosing(_answered(call, partial(self._stream, call))) as events:
            async for event in events:
                yield event

    def refuse(self, call: Call, reason: str) -> ItemAdded:
        """Return the output item that tells the model that, and why, a call may not run."""
        return answer(call, Reply(reason, failed=True))

    async def recover(self, call: Call, records: Sequence[Event]) -> AsyncGenerator[Event, None]:
        """Answer a call that a crash left without output, from what is on record.

        A command that was started is never run again. A recorded patch is finished. A call
        that had not begun is run now.
        """
        known = recovery.known(call, records)
        begin = (
            partial(recovery.stream, self._hands, call, known)
            if known
            else partial(mcp.recovered if mcp.has_begun(call, records) else self._stream, call)
        )
        async with aclosing(_answered(call, begin)) as events:
            async for event in events:
                yield event

    def behind(self, sandbox: Sandbox) -> Toolbox:
        """Return these tools with other walls; files, outputs and background are the same."""
        other = copy.copy(self)
        other._hands = dataclasses.replace(self._hands, sandbox=sandbox)
        return other

    def apart(self, outputs: Path) -> Toolbox:
        """Return these tools with outputs and commands in the background of their own.

        Whoever asks for them ends these commands.
        """
        outputs.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = Outputs(outputs, self._hands.settings.page_bytes)
        other = copy.copy(self)
        other._hands = dataclasses.replace(self._hands, outputs=kept, background=Background())
        return other

    async def end_commands(self) -> None:
        """End the commands that are in the background."""
        await self._hands.end_commands()

    def _stream(self, call: Call) -> Stream:
        if isinstance(call, FunctionCall) and self._servers.knows(call):
            return self._servers.call(self._hands, call)
        return _stream(self._hands, call)

    async def close(self) -> None:
        """End the commands that are in the background."""
        await self._hands.close()


def _stream(hands: Hands, call: Call) -> Stream:
    match call:
        case items.ShellCall():
            return shell.shell(hands, call)
        case items.LocalShellCall():
            return shell.local_shell(hands, call)
        case items.ApplyPatchCall():
            return patching.operation(hands, call)
        case items.CustomToolCall(name="apply_patch"):
            return patching.freeform(hands, call)
        case items.FunctionCall() if call.name in FUNCTIONS:
            return FUNCTIONS[call.name](hands, call)
        case items.FunctionCall() | items.CustomToolCall():
            return looking.unknown(call.name)


async def _answered(call: Call, begin: Callable[[], Stream]) -> AsyncGenerator[Event, None]:
    """Yield the events of a tool, and its reply, or what was wrong, as the output item."""
    try:
        async with aclosing(begin()) as stream:
            async for what in stream:
                yield answer(call, what) if isinstance(what, Reply) else what
    except SandboxUnavailable:
        raise
    except (PatchError, RefusedError, UsageError) as error:
        yield answer(call, Reply(said(error), failed=True))
