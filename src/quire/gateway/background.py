"""Background answers: made whether or not anybody listens, told only from what is committed.

A follower reads the committed events, so what it has seen is never taken back. An answer whose
worker died is taken over by another one (or by the next start): it is asked for again if none of
its output was told, and else reported as failed.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress

import msgspec

from quire.errors import QuireError, StoreError
from quire.gateway.answering import Means, prepare, stored, told
from quire.gateway.identity import Caller
from quire.gateway.memory import Memory
from quire.gateway.plans import Plan
from quire.gateway.telling import Telling
from quire.protocol.events import Event, Lifecycle, read_event
from quire.protocol.requests import read_request
from quire.store.jobs import Job, Numbered

_LOG = logging.getLogger("quire.gateway")
# How often a follower looks for events that another process makes; in seconds.
_LOOK = 0.1
_ABANDONED = QuireError(
    "The server was restarted while this answer was being made.",
    hint="Ask again.",
    code="server_error",
)


class Background:
    """The background answers of this worker, and a view of those of others."""

    def __init__(self, means: Means, lease: float) -> None:
        """Begin with none; `lease` is how long a silent worker is waited for, in seconds."""
        self._means = means
        self._memory = means.memory
        self._lease = lease
        self._worker = secrets.token_hex(8)
        self._making: dict[str, _Making] = {}
        self._mark: tuple[int, ...] | None = None
        self._marked_at = self._looked_at = 0.0

    async def start(self, plan: Plan) -> bytes:
        """Begin an answer, and return its object; the answer outlives whoever asked for it."""
        telling = Telling(plan)
        queued = telling.queued()
        asked = msgspec.structs.replace(plan.request, input=plan.given)
        job = Job(
            id=plan.response_id,
            owner=plan.caller.project,
            caller=msgspec.json.encode(plan.caller).decode(),
            request=asked.body().decode(),
        )
        kept = msgspec.structs.replace(stored(plan, telling), status="queued", body=queued.wire())
        await self._memory.jobs.begin(job, kept, self._worker)
        self._begin(plan, telling)
        return queued.wire()

    async def follow(self, name: str, after: int = -1) -> AsyncGenerator[Event, None]:
        """Yield the events of an answer after a number: those that were told, then live ones."""
        while True:
            making = self._making.get(name)
            news = making.news if making else asyncio.Event()
            running = await self._memory.jobs.running(name)
            for each in await self._memory.jobs.told(name, after):
                after = each.number
                yield read_event(each.body.encode())
            if not running:
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(None if making else _LOOK):
                    await news.wait()

    async def cancel(self, name: str) -> None:
        """Stop an answer, whichever worker makes it, and wait until it has stopped."""
        await self._memory.jobs.cancel(name)
        making = self._making.get(name)
        if making is not None:
            making.stop()
        while await self._memory.jobs.running(name):
            await asyncio.sleep(_LOOK)

    async def look(self) -> None:
        """Show that this worker lives, heed wishes to stop, and take over what others abandoned.

        To be called several times within a lease.
        """
        if self._making:
            await self._memory.jobs.beat(self._worker, tuple(self._making))
            for name in await self._memory.jobs.cancelled(self._worker):
                if name in self._making:
                    self._making[name].stop()
        if self._abandons_nothing():
            return
        for job in await self._memory.jobs.adopt(self._worker, self._lease):
            await self._adopt(job)

    def _abandons_nothing(self) -> bool:
        """Return whether a look a lease after the last change found all there is to find."""
        mark, now = self._memory.database.mark(), time.monotonic()
        if mark is None or mark != self._mark:
            self._mark, self._marked_at = mark, now
        elif self._looked_at - self._marked_at > self._lease:
            return True
        self._looked_at = now
        return False

    async def close(self) -> None:
        """Stop working, and leave what is unfinished to whoever comes next."""
        making = list(self._making.values())
        for each in making:
            each.leave()
        await asyncio.gather(*(each.task for each in making), return_exceptions=True)
        await self._memory.jobs.release(self._worker)

    def _begin(self, plan: Plan, telling: Telling) -> None:
        making = _Making(self._means, plan, telling)
        self._making[plan.response_id] = making
        making.task.add_done_callback(lambda task: self._ended(plan.response_id, task))

    def _ended(self, name: str, task: asyncio.Task[None]) -> None:
        """Forget an answer; one that could not be written is abandoned, and so taken up again."""
        self._making.pop(name, None)
        failure = None if task.cancelled() else task.exception()
        if failure is not None:
            _LOG.error("The background answer %s stopped: %s", name, type(failure).__name__)

    async def _adopt(self, job: Job) -> None:
        """Go on with an answer that another worker began."""
        kept = await self._memory.history.committed(job.owner, job.id)
        if kept is None:
            raise StoreError(f"The background answer {job.id} has no response.")
        request = read_request(job.request.encode())
        caller = msgspec.json.decode(job.caller, type=Caller)
        before = [read_event(each.body.encode()) for each in await self._memory.jobs.told(job.id)]
        failure = None if all(isinstance(event, Lifecycle) for event in before) else _ABANDONED
        try:
            plan = await prepare(self._memory, caller, request, again=kept)
        except QuireError as error:  # what it was to be built on is gone
            failure = error
            plan = Plan(
                caller=caller,
                request=request,
                context=request,
                response_id=kept.id,
                created_at=kept.created_at,
                given=kept.input,
                background=True,
            )
        telling = Telling(plan, told=before)
        if failure is None:
            self._begin(plan, telling)
            return
        if failure is _ABANDONED:
            self._means.accounts.lost(plan, before)
        await _end(self._memory, plan, telling, tuple(telling.failed(failure)))


class _Making:
    """One answer that this worker makes; `news` is set whenever more of it is committed."""

    def __init__(self, means: Means, plan: Plan, telling: Telling) -> None:
        self._memory = means.memory
        self._plan = plan
        self._telling = telling
        self._waiting: list[Event] = []
        self._committing: asyncio.Task[None] | None = None
        self._stopped = False
        self.news = asyncio.Event()
        self.task = asyncio.create_task(self._make(means))

    def stop(self) -> None:
        """End the answer as cancelled."""
        if not self._stopped and self._telling.final is None:
            self._stopped = True
            self.task.cancel()

    def leave(self) -> None:
        """Leave the answer to whoever comes next."""
        self._telling.pause()
        self.task.cancel()

    async def _make(self, means: Means) -> None:
        try:
            for event in self._telling.opening():
                self._tell(event)
            async for event in told(means, self._plan, self._telling):
                self._tell(event)
        except asyncio.CancelledError:
            if not self._stopped:
                raise
            self._waiting.append(self._telling.ended("cancelled"))
        if self._committing is not None:
            await self._committing
        await _end(self._memory, self._plan, self._telling, self._waiting)
        self.news.set()

    def _tell(self, event: Event) -> None:
        """Queue an event; those that come while a group is being committed make the next group."""
        self._waiting.append(event)
        if self._committing is None and self._telling.final is None:
            self._committing = asyncio.create_task(self._commit())

    async def _commit(self) -> None:
        while self._waiting and self._telling.final is None:
            group, self._waiting = self._waiting, []
            await self._memory.jobs.tell(stored(self._plan, self._telling), _numbered(group))
            news, self.news = self.news, asyncio.Event()
            news.set()
        self._committing = None


async def _end(memory: Memory, plan: Plan, telling: Telling, last: Sequence[Event]) -> None:
    await memory.jobs.end(stored(plan, telling), _numbered(last))


def _numbered(events: Sequence[Event]) -> list[Numbered]:
    return [Numbered(event.sequence_number, event.wire().decode()) for event in events]
