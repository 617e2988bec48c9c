"""Sub-tasks: each has a session and a model of its own; walls and person are those of the task."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from msgspec import structs

from quire import config
from quire.agent.budget import Budget
from quire.agent.hooks_run import Hooks
from quire.agent.loop import Tools
from quire.agent.session import Session
from quire.agent.snapshots import Snapshots
from quire.agent.subtasks import Delegating
from quire.agent.task import Means
from quire.agent.verify import Unverified
from quire.cli.outside import Outside
from quire.cli.wiring import Rooms, answerer
from quire.tools.contracts import without_tasks


@dataclass(frozen=True)
class Origin:
    """What sub-tasks come from: a session, its means and rooms; `hooks` are those of a session."""

    session: Session
    means: Means
    rooms: Rooms
    settings: config.Settings
    hooks: Callable[[Session], Hooks]

    def tools(self) -> Tools:
        """Return the tools of the task, with the one that starts sub-tasks where some may be."""
        most = self.settings.agent.subtasks
        if not most:
            return self.means.tools
        return Delegating(self.means.tools, self.session, self.opened, most)

    @asynccontextmanager
    async def opened(self, name: str, budget: Budget) -> AsyncIterator[tuple[Session, Means]]:
        """Open the session called `name`, or a new one, and what its sub-task is carried out with.

        Nothing is proven there: the tests run at the end of the whole task.
        """
        session = self._session(name, budget)
        toolbox = self.rooms.toolbox.apart(session.folder / "outputs")
        outside = Outside(toolbox, self.rooms.sandbox)
        try:
            async with answerer(session.profile.model, self.settings, self.rooms.program) as model:
                yield (
                    session,
                    replace(
                        self.means,
                        model=model,
                        tools=toolbox,
                        verifier=Unverified(),
                        snapshots=Snapshots(session.folder, session.workspace),
                        keep=True,
                        stop=asyncio.Event(),
                        hooks=self.hooks(session),
                        outside=outside.tools,
                        rungs=(),
                    ),
                )
        finally:
            await toolbox.end_commands()
            await outside.close()
            session.close()

    def _session(self, name: str, budget: Budget) -> Session:
        data, above = config.places().data, self.session
        profile = structs.replace(above.profile, tools=without_tasks(above.profile.tools))
        if name:
            session = Session.load(data, name, profile, budget)
        else:
            session = Session.create(
                data, above.workspace, profile, budget, unsafe=above.start.unsafe, within=above.id
            )
        session.window, session.asks_server = above.window, above.asks_server
        return session
