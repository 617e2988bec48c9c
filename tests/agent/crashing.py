"""A session that the test of crashes kills: each command appends its number to a file.

    python crashing.py DATA WORKSPACE COMMANDS [SESSION]

It prints the session's id, then a line an event, until it is killed or done. Its model asks for
command N when the conversation holds the outputs of N - 1 commands, so it needs no memory.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from quire.agent.approvals import Never
from quire.agent.projection import Profile
from quire.agent.session import Session
from quire.agent.snapshots import Snapshots
from quire.agent.task import Means, perform, resume
from quire.agent.verify import Unverified
from quire.models.metered import metered
from quire.protocol import items
from quire.protocol.events import Event
from quire.protocol.narration import narrate
from quire.protocol.requests import Request
from quire.sandbox.policy import Policy
from quire.sandbox.runner import Sandbox
from quire.tools.settings import Settings
from quire.tools.toolbox import Toolbox

EFFECTS = "effects.txt"


class Counting:
    """A model that counts the outputs it is shown."""

    def __init__(self, commands: int) -> None:
        """Ask for `commands` commands in all."""
        self._commands = commands

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Ask for the next command, or say that all are done."""
        done = sum(isinstance(item, items.ShellCallOutput) for item in request.input)
        for event in narrate(self._output(done), model="counting"):
            yield event
            await asyncio.sleep(0)

    def _output(self, done: int) -> tuple[items.Item, ...]:
        if done >= self._commands:
            return (items.Message(role="assistant", content=(items.output_text("All done."),)),)
        thought = items.Part(type="summary_text", text=f"Number {done} is next.")
        script = f"echo {done} >> {EFFECTS}; sleep 0.01"
        action = items.ShellAction(commands=(script,))
        return (
            items.Reasoning(summary=(thought,)),
            items.ShellCall(call_id=f"call_{done}", action=action, status="completed"),
        )


async def work(data: Path, workspace: Path, commands: int, session_id: str | None) -> None:
    """Carry out the order, or go on with it."""
    profile = Profile(model="counting")
    if session_id:
        session = Session.load(data, session_id)
    else:
        session = Session.create(data, workspace, profile)
    print(session.id, flush=True)
    async with await Sandbox.open(Policy(workspace)) as sandbox:
        toolbox = Toolbox(sandbox, workspace, session.folder / "outputs", Settings())
        means = Means(
            model=metered(Counting(commands)),
            tools=toolbox,
            approver=Never(),
            verifier=Unverified(),
            snapshots=Snapshots(session.folder, workspace),
        )
        if session.open_turn():
            events = resume(session, means)
        else:
            events = perform(session, items.user("count"), means)
        async for event in events:
            print(type(event).__name__, flush=True)
        await toolbox.close()


if __name__ == "__main__":
    place, folder, number, *known = sys.argv[1:]
    asyncio.run(work(Path(place), Path(folder), int(number), known[0] if known else None))
