"""A Model that is asked again with a shorter conversation when its upstream says it is too long."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from quire.agent.session import Session
from quire.errors import ContextTooLong
from quire.protocol.events import Event
from quire.protocol.model import Model
from quire.protocol.requests import Request

_TIMES = 2


@dataclass(frozen=True)
class Recovering:
    """Answers as `model` does; whoever draws from it records each event before the next one."""

    model: Model
    session: Session

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Answer `request`, or what it becomes after at most two compactions.

        Raises ContextTooLong in the upstream's words when nothing more can be left out.
        """
        for _ in range(_TIMES):
            try:
                async for event in self.model.respond(request):
                    yield event
                return
            except ContextTooLong:
                record = self.session.shorter("too_long")
                if record is None:
                    raise
            yield record
            request = self.session.request()
        async for event in self.model.respond(request):
            yield event
