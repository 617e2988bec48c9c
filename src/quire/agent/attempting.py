"""Several attempts at one order: each in a copy of the workspace, the best one is taken.

Nothing changes in the workspace before one is chosen. What an attempt spends counts for the order
at once. One that has ended is not repeated after an interruption, one that was cut off is.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass

from quire.agent import attempts, projection, proof, task
from quire.agent.budget import Budget, limits
from quire.agent.endings import ended
from quire.agent.interrupts import Events
from quire.agent.parallel import merged
from quire.agent.session import Session
from quire.agent.snapshots import Snapshots
from quire.agent.subtasks import told
from quire.agent.task import Means
from quire.errors import RefusedError, UpstreamError, UsageError
from quire.protocol import items
from quire.protocol.events import Event, OutputItemDone
from quire.protocol.items import Item, Message
from quire.protocol.records import (
    AttemptEnded,
    AttemptStarted,
    AttemptTaken,
    PatchEnded,
    PatchStarted,
    Receipt,
)

Opening = Callable[
    [int, Budget, tuple[Item, ...]], AbstractAsyncContextManager[tuple[Session, Means]]
]
"""Opens the copy, the session and the means of an attempt: its number, budget, earlier words."""

_CALL = "attempt_{}"
_FAULTS = (RefusedError, UpstreamError, UsageError)


@dataclass
class Attempting:
    """Carries out the order of a session `number` times, and takes the best."""

    session: Session
    snapshots: Snapshots
    opening: Opening
    number: int

    async def made(self) -> Events:
        """Yield the events of the attempts, the patch that is taken, and its model's last words.

        Raises UpstreamError where every attempt ended with one.
        """
        done = attempts.over(proof.turn(self.session))
        left = [number for number in range(1, self.number + 1) if number not in done]
        faults: list[UpstreamError] = []
        if attempts.taken(proof.turn(self.session)) is None and left:
            budget = attempts.share(self.session.left(), len(left))
            streams = [self._followed(number, budget, faults) for number in left]
            async with aclosing(merged(streams)) as work:
                async for event in work:
                    yield self.session.record(event)
        if len(faults) == self.number:
            raise faults[0]
        best = attempts.best(tuple(attempts.over(proof.turn(self.session)).values()))
        if best.verdict in ("fixed", "done", "unverified"):
            async for event in self._taken(best):
                yield self.session.record(event)
        if self.session.over_budget():
            yield self.session.record(self.session.exhausted())
        yield self.session.record(OutputItemDone(item=_words(best)))

    async def _followed(
        self, number: int, budget: Budget, faults: list[UpstreamError]
    ) -> AsyncIterator[Event]:
        """Yield what an attempt spends and does, and how it ended."""
        order, earlier = self._given()
        async with self.opening(number, budget, earlier) as (child, means):
            model = child.profile.model
            yield AttemptStarted(
                number=number, session=child.id, model=model, limits=limits(budget)
            )
            failure = ""
            try:
                async with aclosing(task.perform(child, order, means)) as work:
                    async for event in work:
                        for step in told(_CALL.format(number), child, event):
                            yield step
                        if self.session.over_budget() and not child.over_budget():
                            means.stop.set()
            except _FAULTS as error:
                failure = error.message
                faults += [error] if isinstance(error, UpstreamError) else []
            yield await _end(number, child, means, failure)

    def _given(self) -> tuple[Message, tuple[Item, ...]]:
        """Return the order, and the messages of the conversation before it."""
        spoken = [
            item
            for item in projection.conversation(self.session.events)
            if isinstance(item, Message)
        ]
        place = max(at for at, item in enumerate(spoken) if item.role == "user")
        return spoken[place], (*spoken[:place], *spoken[place + 1 :])

    async def _taken(self, best: AttemptEnded) -> AsyncIterator[Event]:
        """Yield the records of making the changes of an attempt in the workspace, and make them."""
        known = attempts.taken(proof.turn(self.session))
        if known is None:
            await self.snapshots.adopt(self.session.folder.parent / best.session)
            now = await self.snapshots.take()
            changes = await self.snapshots.changes(best.found, best.left)
            since = await self.snapshots.changes(best.found, now)
            if lost := attempts.in_the_way(changes, since):
                raise RefusedError(
                    f"The best attempt was not taken: {', '.join(lost[:3])} changed meanwhile.",
                    hint="Give the order again.",
                )
            paths = [change.path for change in changes]
            tree = await self.snapshots.mixed(now, best.left, paths)
            known = AttemptTaken(number=best.number, tree=tree, changes=changes)
            yield known
        before = await self.snapshots.take()
        call_id = _CALL.format(best.number)
        yield PatchStarted(call_id=call_id, changes=known.changes)
        await self.snapshots.acting()
        await self.snapshots.restore(known.tree)
        await self.snapshots.acted()
        yield PatchEnded(
            call_id=call_id, changes=known.changes, status="completed",
            message=f"Attempt {best.number} was taken.",
            diff=await self.snapshots.diff(before, known.tree),
        )  # fmt: skip


async def _end(number: int, child: Session, means: Means, failure: str) -> AttemptEnded:
    """Return the record of an attempt that is over; what it left is read from its copy."""
    receipts = [event for event in child.turn_events() if isinstance(event, Receipt)]
    found = await proof.as_found(child, means.snapshots) if child.turns() else ""
    left = await means.snapshots.take() if found else ""
    over = ended(child.turn_events())
    receipt = receipts[-1] if receipts else Receipt(verdict="failed", summary=failure)
    return AttemptEnded(
        number=number,
        session=child.id,
        model=child.profile.model,
        verdict=receipt.verdict,
        summary=receipt.summary,
        words=failure or ("" if over.how == "limit" else over.words),
        found=found,
        left=left,
        lines=await means.snapshots.lines(found, left) if found != left else 0,
        seconds=receipt.seconds,
        usage=child.usage,
    )


def _words(best: AttemptEnded) -> Message:
    """Return the last words of an attempt, as its model's answer or refusal."""
    text = best.words or best.summary
    declined = items.Part(type="refusal", refusal=text)
    part = declined if best.verdict == "refused" else items.output_text(text)
    return Message(role="assistant", content=(part,))
