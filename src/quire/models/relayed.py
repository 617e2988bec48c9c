"""An answer whose bytes pass, along a route: what `routed` does, without generators between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from quire.errors import UpstreamError
from quire.models.connection import Answer
from quire.models.line import Posted
from quire.models.passing import Framed, Frames
from quire.models.routed import Run, Tries, Watcher
from quire.models.routes import Attempt, Route
from quire.protocol.events import Event


class Opening(Protocol):
    """A Model whose answers can be read without a generator."""

    def opened(self, request: Framed) -> Answer:
        """Return the answer that comes when it is asked for."""
        ...


class Relayed:
    """The events of one answer, a batch for every piece that comes; to be left at its end.

    Those of a chat leave as they came: nobody reads a signature in its bytes.
    """

    def __init__(
        self,
        request: Framed,
        route: Route,
        upstreams: Mapping[str, Opening],
        watcher: Watcher,
        posted: Posted | None = None,
    ) -> None:
        """Ask nobody yet; `upstreams` are the route's providers by name.

        The first of them may have been asked already, on the line that was `posted`.
        """
        self._posted = posted
        self._request = request
        self._upstreams = upstreams
        self._tries = Tries(route, watcher)
        self._run: Run | None = None
        self._answer: Answer | None = None

    @property
    def giver(self) -> Attempt | None:
        """Who gives the answer, None before its first output."""
        return self._run.attempt if self._run is not None and self._run.begun else None

    async def more(self) -> list[Event] | None:
        """Return what has come, None at the end.

        Raises UpstreamError with the words of every attempt when none gives output, and that of
        an answer which breaks later.
        """
        while True:
            run = self._run = self._run or await self._tries.next()
            try:
                answer = self._answer = self._answer or self._opened(run)
                came = await answer.more()
            except UpstreamError as error:
                self.leave()
                self._tries.failed(run, error)
                self._run = None
                continue
            if came is None:
                return None
            if told := self._told(run, came):
                return told

    async def flow(self, take: Callable[[Frames], bool]) -> None:
        """Give frames to `take` as they come, until it returns False or anything else comes.

        What else has come is what `more` returns next.
        """
        if self._run is not None and self._run.begun and self._answer is not None:
            await self._answer.flow(take)

    def leave(self) -> None:
        """Be done with the answer, whole or not."""
        answer, self._answer = self._answer, None
        if answer is not None:
            answer.leave()

    def _told(self, run: Run, came: list[Event]) -> list[Event]:
        if self._request.frames != "chat":
            return [each for event in came for each in run.told(event)]
        for event in came:
            run.heard(event)
        return came

    def _opened(self, run: Run) -> Answer:
        upstream = self._upstreams[run.attempt.provider.name]
        answer = upstream.opened(run.fitted(self._request))
        if self._posted is not None:
            answer.comes_on(self._posted.taken())
        return answer
