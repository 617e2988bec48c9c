"""A scripted server whose model takes its time, and what passes at the agent between two turns."""

from __future__ import annotations

import asyncio

from quire.models.replies import Reply
from quire.models.script import Script
from quire.models.scripted_server import Received, ScriptedServer


class ThinkingServer(ScriptedServer):
    """Answers each request after `seconds`, about as a quick model does.

    `turns` are the seconds from the last byte of an answer to the request that follows it.
    """

    def __init__(self, script: Script, seconds: float) -> None:
        """Prepare to serve `script`."""
        super().__init__(script)
        self._seconds = seconds
        self._answered: float | None = None
        self.turns: list[float] = []

    def _note(self, request: Received) -> None:
        super()._note(request)
        if self._answered is not None:
            self.turns.append(asyncio.get_running_loop().time() - self._answered)

    async def _sent(
        self, reply: Reply, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        await asyncio.sleep(self._seconds)
        goes_on = await super()._sent(reply, reader, writer)
        self._answered = asyncio.get_running_loop().time()
        return goes_on
