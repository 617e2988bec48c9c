"""Attempts: each in a copy of the workspace, with a session, walls and a model of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from msgspec import structs

from quire import config
from quire.agent import attempts
from quire.agent.attempting import Attempting
from quire.agent.budget import Budget
from quire.agent.session import Session
from quire.agent.task import Means
from quire.agent.workspace import CACHES
from quire.cli.options import Order
from quire.cli.servers import offering
from quire.cli.wiring import ENGINE, Rooms, rooms
from quire.protocol.events import Event
from quire.protocol.items import Item
from quire.protocol.model import Model
from quire.protocol.requests import Request
from quire.sandbox import copies
from quire.tools.contracts import without_tasks

MeansFor = Callable[[Rooms, Session, Order, asyncio.Event], Means]


@dataclass(frozen=True)
class Copying:
    """What attempts come from: a session with its means, the order, the settings."""

    session: Session
    means: Means
    order: Order
    settings: config.Settings
    means_for: MeansFor

    def several(self) -> Attempting | None:
        """Return what makes the attempts; None where one is wanted, or nothing may be changed.

        An order that was interrupted among its attempts goes on with as many as it had begun.
        """
        begun = attempts.begun(self.session.turn_events()) if self._goes_on() else 0
        number = max(self.settings.agent.attempts, begun)
        mode = self.order.mode or self.settings.sandbox.mode
        if (number == 1 and not begun) or mode == "read-only":
            return None
        return Attempting(self.session, self.means.snapshots, self.opened, number)

    @asynccontextmanager
    async def opened(
        self, number: int, budget: Budget, earlier: tuple[Item, ...]
    ) -> AsyncIterator[tuple[Session, Means]]:
        """Open the copy, the session and the means of an attempt.

        Messages about the original's folder are left out of the earlier ones.
        """
        workspace = self.session.workspace
        async with copies.copied(workspace, place(), CACHES) as copy:
            child = self._session(copy.workspace, budget)
            model = child.profile.model
            order = structs.replace(
                self.order,
                directory=copy.workspace,
                trust=self.order.trust or config.is_trusted(workspace),
            )
            settings = _shared(self.settings, copy)
            try:
                async with (
                    rooms(order, settings, model, copy.workspace, child.folder) as opened,
                    offering(child, settings, opened.toolbox, (model,), unsafe=order.unsafe),
                ):
                    means = self.means_for(opened, child, order, asyncio.Event())
                    about_here = {item.wire() for item in self.means.context}
                    kept = (item for item in earlier if item.wire() not in about_here)
                    yield child, replace(
                        means,
                        model=_seeded(means.model, model, number),
                        approver=self.means.approver,
                        context=(*means.context, *kept),
                        keep=False,
                    )  # fmt: skip
            finally:
                child.close()

    def _goes_on(self) -> bool:
        return not self.order.prompt and self.session.open_turn() is not None

    def _session(self, workspace: Path, budget: Budget) -> Session:
        above = self.session
        profile = structs.replace(above.profile, tools=without_tasks(above.profile.tools))
        child = Session.create(
            config.places().data, workspace, profile, budget,
            unsafe=above.start.unsafe, within=above.id,
        )  # fmt: skip
        child.window, child.asks_server = above.window, above.asks_server
        return child


def place() -> Path:
    """Return the folder that holds the copies."""
    return config.places().cache / "attempts"


def _shared(settings: config.Settings, copy: copies.Copy) -> config.Settings:
    """Return settings with which commands read what a copy shares with the original."""
    walls = settings.sandbox
    walls = structs.replace(walls, readable=(*walls.readable, *copy.shared))
    return structs.replace(settings, sandbox=walls)


def _seeded(model: Model, name: str, number: int) -> Model:
    """Return the model; the engine with a seed for the attempt, for it leaves nothing to chance."""
    return _Seeded(model, number - 1) if name.startswith(ENGINE) else model


@dataclass(frozen=True)
class _Seeded:
    model: Model
    seed: int

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        rest = {**request.rest, "seed": self.seed}
        async for event in self.model.respond(structs.replace(request, rest=rest)):
            yield event
