"""Sub-tasks: a part of the work in a session of its own, with a budget of its own.

What one spends counts for the whole task at once, so all of them together never have more than
the task has left. One starts no further ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass, field

import msgspec

from quire.agent import task
from quire.agent.budget import Budget, least, limits
from quire.agent.endings import How, ended
from quire.agent.interrupts import Events
from quire.agent.loop import Tools
from quire.agent.session import Session
from quire.agent.task import Means
from quire.errors import RefusedError, UpstreamError, UsageError
from quire.models.streams import closing
from quire.protocol import items
from quire.protocol.events import Event
from quire.protocol.items import Call, FunctionCall
from quire.protocol.records import (
    Answered,
    CommandStarted,
    ItemAdded,
    PatchEnded,
    Receipt,
    TaskAnswered,
    TaskEnded,
    TaskStarted,
    TaskStep,
)
from quire.tools import arguments
from quire.tools.replies import Reply, answer, said
from quire.tools.wishes import TASK_TOOL

Opening = Callable[[str, Budget], AbstractAsyncContextManager[tuple[Session, Means]]]
"""Opens a session for a sub-task (the one of an id, or a new one) and its means, with a budget."""

_LONGEST = 20_000
"""Characters of a sub-task's last words that the model is told."""
_HOW: dict[How, str] = {
    "answered": "It ended by itself.",
    "refused": "It declined.",
    "limit": "Its budget is used up.",
    "failed": "It failed.",
    "stopped": "It was stopped: the budget of the whole task is used up.",
}


@dataclass
class Delegating:
    """Tools with one more, which starts sub-tasks: at most `most` of them for one order."""

    tools: Tools
    session: Session
    opening: Opening
    most: int
    _admitted: Counter[int] = field(default_factory=Counter)

    async def run(self, call: Call) -> AsyncIterator[Event]:
        """Carry out a call; a sub-task is carried out to its end."""
        if not isinstance(call, FunctionCall) or call.name != TASK_TOOL:
            async with closing(self.tools.run(call)) as events:
                async for event in events:
                    yield event
            return
        try:
            wanted = self._wanted(call)
        except UsageError as error:
            yield answer(call, Reply(said(error), failed=True))
            return
        budget = least(_budget(wanted), self.session.left())
        async with self.opening("", budget) as (child, means):
            yield TaskStarted(
                call_id=call.call_id, session=child.id, task=wanted.task, limits=limits(budget)
            )
            events = task.perform(child, items.user(wanted.task), means)
            async with closing(self._followed(call, child, means, events)) as work:
                async for event in work:
                    yield event

    def refuse(self, call: Call, reason: str) -> ItemAdded:
        """Return the output that tells the model why `call` was not carried out."""
        return self.tools.refuse(call, reason)

    async def recover(self, call: Call, records: Sequence[Event]) -> AsyncIterator[Event]:
        """Answer a call that had begun; a sub-task goes on where it was cut off."""
        begun = [record for record in records if isinstance(record, TaskStarted)]
        if not begun:
            async for event in self.tools.recover(call, records):
                yield event
            return
        asked = msgspec.convert(begun[-1].limits, Budget, strict=False)
        budget = least(asked, self.session.left())
        async with self.opening(begun[-1].session, budget) as (child, means):
            events = _the_rest(child, means, begun[-1].task)
            async with closing(self._followed(call, child, means, events)) as work:
                async for event in work:
                    yield event

    def _wanted(self, call: FunctionCall) -> arguments.Task:
        """Return what is asked for. Raises UsageError where no further sub-task may begin.

        Those that the log knows count, whichever process began them, and those that are begun
        beside this one and are not in the log yet.
        """
        wanted = arguments.parse(call.arguments, arguments.Task)
        order = self.session.next_turn()
        logged = sum(isinstance(event, TaskStarted) for event in self.session.turn_events())
        if max(logged, self._admitted[order]) >= self.most:
            raise UsageError(
                f"{self.most} sub-tasks were started, which is the most (agent.subtasks).",
                hint="Do the rest yourself.",
            )
        self._admitted[order] = max(logged, self._admitted[order]) + 1
        return wanted

    async def _followed(
        self, call: Call, child: Session, means: Means, events: Events
    ) -> AsyncIterator[Event]:
        """Yield what a sub-task spends and does, and its result; stop it when nothing is left."""
        failure = ""
        try:
            async with aclosing(events) as work:
                async for event in work:
                    for step in told(call.call_id, child, event):
                        yield step
                    goes_on = child.pending() and not child.over_budget()
                    if goes_on and self.session.over_budget():
                        means.stop.set()
        except (RefusedError, UpstreamError, UsageError) as error:
            failure = said(error)
        receipt = next((e for e in reversed(child.turn_events()) if isinstance(e, Receipt)), None)
        yield TaskEnded(
            call_id=call.call_id,
            session=child.id,
            verdict=receipt.verdict if receipt else "failed",
            summary=receipt.summary if receipt else failure,
            seconds=receipt.seconds if receipt else 0.0,
            usage=child.usage,
        )
        how: How = "stopped" if means.stop.is_set() else ended(child.turn_events()).how
        yield answer(call, Reply(_result(child, "failed" if failure else how, failure)))


async def _the_rest(child: Session, means: Means, text: str) -> Events:
    """Yield what is left to do of a sub-task that was cut off, nothing where it was over."""
    if not child.turns():
        events = task.perform(child, items.user(text), means)
    elif child.open_turn() is not None:
        events = task.resume(child, means)
    else:
        return
    async with aclosing(events) as work:
        async for event in work:
            yield event


def _budget(wanted: arguments.Task) -> Budget:
    minutes = wanted.minutes
    return Budget(
        steps=None if wanted.steps is None else int(wanted.steps),
        tokens=None if wanted.tokens is None else int(wanted.tokens),
        dollars=wanted.dollars,
        seconds=None if minutes is None else minutes * 60.0,
    )


def told(call_id: str, child: Session, event: Event) -> tuple[Event, ...]:
    """Return what the task's own log and reader are told of an event of a session within it."""
    match event:
        case Answered(usage=usage) | TaskAnswered(usage=usage):
            return (TaskAnswered(call_id=call_id, session=child.id, usage=usage),)
        case CommandStarted(command=command):
            text = f"$ {command}"
        case PatchEnded(status="completed", changes=changes):
            text = "changed " + ", ".join(change.path for change in changes)
        case _:
            return ()
    return (TaskStep(call_id=call_id, session=child.id, text=text),)


def _result(child: Session, how: How, failure: str) -> str:
    """Return what the model reads of a sub-task: how it ended, what it took, its last words."""
    patched = {
        change.path: change.kind
        for event in child.turn_events()
        if isinstance(event, PatchEnded) and event.status == "completed"
        for change in event.changes
    }
    changed = ", ".join(f"{path} ({kind})" for path, kind in patched.items())
    used = child.usage
    cost = "" if used.cost is None else f", {used.cost:.4f} USD"
    lines = [
        f"[Sub-task {child.id}. {_HOW[how]} It used {used.input_tokens} tokens in, "
        f"{used.output_tokens} out{cost}.]",
        f"[It patched {changed}.]" if changed else "",
        failure or ended(child.turn_events()).words[:_LONGEST],
    ]
    return "\n".join(line for line in lines if line)
