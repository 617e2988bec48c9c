"""What a task does in its folder, told from what others do there meanwhile.

Only what changes while a call of the task runs is the task's own. All else is somebody else's: a
person's in an editor, another session's, or of the tests. It is never told as the task's, and
never put back with it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from quire.agent.loop import Tools
from quire.agent.snapshots import Snapshots
from quire.engine.program import is_search
from quire.models.streams import closing
from quire.protocol.events import Event
from quire.protocol.items import Call
from quire.protocol.records import CommandEnded, CommandStarted, ItemAdded


class Acting:
    """The calls of a task that run now, and its commands that go on behind a call."""

    def __init__(self, snapshots: Snapshots) -> None:
        """Watch the workspace of `snapshots`."""
        self._snapshots = snapshots
        self._calls = 0
        self._commands = 0

    async def begun(self) -> None:
        """Note that a call begins."""
        self._calls += 1
        if self._is_first():
            await self._snapshots.acting()

    async def ended(self) -> None:
        """Note that a call is over."""
        self._calls -= 1
        if not self._calls and not self._commands:
            await self._snapshots.acted()

    def heard(self, event: Event) -> None:
        """Note what an event says about commands."""
        self._commands += isinstance(event, CommandStarted) - isinstance(event, CommandEnded)

    def _is_first(self) -> bool:
        return self._calls == 1 and not self._commands


@dataclass(frozen=True)
class Watched:
    """Tools whose changes of the workspace are known as the task's."""

    tools: Tools
    acting: Acting

    async def run(self, call: Call) -> AsyncIterator[Event]:
        """Carry out a call; a search of the engine's changes nothing and may take long."""
        if is_search(call.wire().decode()):
            async with closing(self.tools.run(call)) as events:
                async for event in events:
                    yield event
            return
        await self.acting.begun()
        try:
            async with closing(self.tools.run(call)) as events:
                async for event in events:
                    self.acting.heard(event)
                    yield event
        finally:
            await self.acting.ended()

    def refuse(self, call: Call, reason: str) -> ItemAdded:
        """Return the output of a refusal."""
        return self.tools.refuse(call, reason)

    def recover(self, call: Call, records: Sequence[Event]) -> AsyncIterator[Event]:
        """Answer a call that had begun."""
        return self.tools.recover(call, records)
