"""A task: an order of a person, carried out by the loop and proven by the project's tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

import msgspec

from quire.agent import attempts, effort, ladder, projection, proof, receipt
from quire.agent.approvals import Approver
from quire.agent.baseline import AfterBaseline, Baseline, opened_after
from quire.agent.compaction_recovery import Recovering
from quire.agent.endings import STOPPED, Ended, ended
from quire.agent.guard import Guard
from quire.agent.hooks_moments import greeted, ordered, run_to_the_end
from quire.agent.hooks_run import Hooks, no_hooks
from quire.agent.interrupts import Events, until
from quire.agent.ladder import Rung
from quire.agent.loop import Tools, recovered
from quire.agent.meanwhile import Acting, Watched
from quire.agent.receipt import Evidence
from quire.agent.session import Session
from quire.agent.snapshots import Snapshots
from quire.agent.verify import Verifier
from quire.agent.wishes import wants_repair
from quire.engine.profiles import PREFIX
from quire.errors import QuireError, StoreError, UpstreamError, UsageError
from quire.protocol import items
from quire.protocol.events import Event
from quire.protocol.items import Item, Message
from quire.protocol.model import Model
from quire.protocol.records import (
    Change,
    ItemAdded,
    Notice,
    Receipt,
    RungEnded,
    RungStarted,
    TurnStarted,
)
from quire.protocol.requests import Request


@dataclass(frozen=True)
class Means:
    """What a task is carried out with.

    `context` are the messages that come before an order; they are sent once. `keep` leaves the
    changes of a task that failed. Setting `stop` ends the task at once, with a receipt. `outside`
    opens the tools that run without walls, where a person allows it. With `rungs` these are asked
    instead of `model`, each after the one before it did not achieve the order. `several` carries
    the order out in copies in place of the loop, at the last rung or where there is none.
    """

    model: Model
    tools: Tools
    approver: Approver
    verifier: Verifier
    snapshots: Snapshots
    context: tuple[Item, ...] = ()
    keep: bool = False
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    hooks: Hooks = field(default_factory=no_hooks)
    outside: Callable[[], Awaitable[Tools]] | None = None
    rungs: tuple[Rung, ...] = ()
    several: Callable[[], Events] | None = None


async def perform(session: Session, order: Message, means: Means) -> Events:
    """Carry out `order` and yield every event of it; the last one is its Receipt.

    An error of the kinds in quire.errors is raised after the receipt that tells of it.
    """
    for event in session.unsaid():
        yield event
    async for event in _left_over(session, means.tools):
        yield event
    prompt = items.text_of(order.content)
    added: list[Message] = []
    async for event in greeted(session, means.hooks, added):
        yield event
    async for event in ordered(session, means.hooks, prompt, added):
        yield event
    tree = await means.snapshots.begin()
    yield session.record(TurnStarted(turn=session.next_turn(), prompt=prompt, tree=tree))
    for item in (*_news(session, means.context), *added, order):
        yield session.record(ItemAdded(item=item))
    async with aclosing(_carried_out(session, means)) as work:
        async for event in work:
            yield event


async def resume(session: Session, means: Means) -> Events:
    """Go on with an order that was cut off or stopped, and yield as `perform` does.

    Calls that had begun are not run again. Raises UsageError when no order is open.
    """
    start = session.open_turn()
    if start is None:
        raise UsageError(
            f"The last task of session {session.id} is finished.",
            hint=f'Give it the next one: quire resume {session.id} "TASK".',
        )
    for event in session.unsaid():
        yield event
    added: list[Message] = []
    async for event in greeted(session, means.hooks, added):
        yield event
    if not _was_given(session):
        for item in (*_news(session, means.context), *added, items.user(start.prompt)):
            yield session.record(ItemAdded(item=item))
    async with aclosing(_carried_out(session, means)) as work:
        async for event in work:
            yield event


def _was_given(session: Session) -> bool:
    """Tell whether the order itself is in the log, and not only that it began."""
    added = [event.item for event in session.turn_events() if isinstance(event, ItemAdded)]
    return any(isinstance(item, Message) and item.role == "user" for item in added)


async def _left_over(session: Session, tools: Tools) -> AsyncIterator[Event]:
    """Yield outputs for the calls that an earlier, stopped task left without one."""
    async for event in recovered(session, tools):
        yield event
    for call in session.pending():
        yield session.record(tools.refuse(call, "The person stopped the task before this ran."))


def _news(session: Session, context: Sequence[Item]) -> list[Item]:
    """Return the messages of the context that the conversation does not hold yet."""
    known = {item.wire() for item in projection.conversation(session.events)}
    return [item for item in context if item.wire() not in known]


async def _carried_out(session: Session, means: Means) -> Events:
    """Yield the events of the open order: the work, the proof, the receipt."""
    failure: QuireError | None = None
    try:
        async with aclosing(until(means.stop, _worked(session, means))) as work:
            async for event in work:
                yield event
    except StoreError:
        raise  # the log cannot be written: there is nothing more to say in it
    except QuireError as error:
        failure = error
    except (asyncio.CancelledError, GeneratorExit):
        session.record(_interrupted(session))
        raise
    if failure is not None:
        end = Ended("failed", failure.message)
    else:
        end = STOPPED if means.stop.is_set() else ended(proof.turn(session))
    async for event in _concluded(session, means, end):
        yield event
    if failure is not None:
        raise failure


async def _worked(session: Session, means: Means) -> Events:
    """Yield the events of the work and of the proof that follows it."""
    baseline = Baseline(means.verifier, known="before" in proof.tests(session))
    try:
        acting = Acting(means.snapshots)
        tools = AfterBaseline(Watched(means.tools, acting), baseline)
        outside = partial(opened_after, means.outside, baseline, acting) if means.outside else None
        guard = Guard(tools, means.approver, means.hooks, outside)
        async for event in recovered(session, guard):
            yield event
        tried = partial(_tried, session, means, guard, baseline)
        work = _climbed(session, means, tried) if means.rungs else tried(means.model, top=True)
        async for event in work:
            yield event
    finally:
        await baseline.drop()


class _Trying(Protocol):
    """Lets one model work, the last one of all with `top`."""

    def __call__(self, model: Model, *, top: bool) -> Events: ...


async def _tried(
    session: Session, means: Means, guard: Guard, baseline: Baseline, model: Model, *, top: bool
) -> Events:
    """Yield the work of one model and its proof."""
    chosen = effort.choice(session.events, session.profile)
    if chosen is not None:
        yield session.record(chosen)
    if not _answered(session) and top and means.several is not None:
        async for event in baseline.told():  # the copies are made of the folder as it was found
            yield session.record(event)
        async for event in means.several():
            yield event
    elif not _answered(session):
        asked = _Patient(Recovering(model, session), session)
        async for event in _in_time(session, run_to_the_end(session, asked, guard)):
            yield event
    if baseline.is_over() or wants_repair(proof.prompt(session)):
        async for event in baseline.told():
            yield session.record(event)
    async for event in proof.proven(session, means.verifier, means.snapshots):
        yield event


async def _climbed(session: Session, means: Means, tried: _Trying) -> Events:
    """Yield the work of one rung after the other, until one achieves the order."""
    place = ladder.standing(session.turn_events())
    if place is None:
        place = ladder.first(proof.prompt(session), len(means.rungs))
        yield session.record(_started(means.rungs[place], place))
    for number, rung in enumerate(means.rungs[place:], start=place):
        since = session.spent().seconds
        session.ask_as(rung.profile)
        last = number + 1 == len(means.rungs)
        failure: QuireError | None = None
        try:
            async for event in tried(rung.model, top=last):
                yield event
        except UpstreamError as error:
            failure = error
        end = Ended("failed", failure.message) if failure else ended(proof.turn(session))
        verdict, summary = receipt.judged(await _judgeable(session, means, end))
        if ladder.ends_here(verdict) or last or session.over_budget() or means.stop.is_set():
            if failure is not None:
                raise failure
            return
        ending = RungEnded(
            number=number, model=rung.profile.model, verdict=verdict, summary=summary,
            seconds=round(session.spent().seconds - since, 3),
            usage=ladder.usage(session.turn_events()),
        )  # fmt: skip
        async for event in _handed_on(session, means, ending):
            yield event
        yield session.record(_started(means.rungs[number + 1], number + 1))


async def _judgeable(session: Session, means: Means, end: Ended) -> Evidence:
    """Return the evidence as it stands when a rung has ended."""
    found = await proof.as_found(session, means.snapshots)
    left = await means.snapshots.take()
    return _evidence(session, end, await means.snapshots.changes(found, left) if found else ())


async def _handed_on(session: Session, means: Means, end: RungEnded) -> AsyncIterator[Event]:
    """Yield what a rung leaves: the workspace as it was found, and what it learned."""
    found = await proof.as_found(session, means.snapshots)
    left = await means.snapshots.take()
    rejected = ""
    if found and found != left:
        rejected = await means.snapshots.diff(found, left)
        said = await _put_back(means.snapshots, found, left)
        if isinstance(said, Notice):
            yield session.record(said)
    for call in session.pending():
        yield session.record(means.tools.refuse(call, "Another model goes on."))
    yield session.record(end)
    yield session.record(ladder.handed_on(session.events, end, rejected))


def _started(rung: Rung, number: int) -> RungStarted:
    settings = msgspec.to_builtins(rung.profile)
    return RungStarted(number=number, model=rung.profile.model, settings=settings)


async def _in_time(session: Session, events: Events) -> Events:
    """Yield `events` until the order's time is used up; what runs then is stopped, and it is said.

    The proof that follows has limits of its own.
    """
    left = session.left().seconds
    over = asyncio.Event()
    timer = asyncio.get_running_loop().call_later(left, over.set) if left is not None else None
    try:
        async with aclosing(until(over, events)) as work:
            async for event in work:
                yield event
    finally:
        if timer is not None:
            timer.cancel()
    if over.is_set() and ended(proof.turn(session)).how == "failed":
        yield session.record(session.exhausted())


async def _concluded(session: Session, means: Means, end: Ended) -> AsyncIterator[Event]:
    """Yield the receipt, after the workspace was put back if the task failed."""
    found = await proof.as_found(session, means.snapshots)
    left = await means.snapshots.take()
    changes = await means.snapshots.changes(found, left) if found else ()
    evidence = _evidence(session, end, changes)
    restored = False
    if changes and not means.keep and receipt.judged(evidence)[0] in _TAKEN_BACK:
        said = await _put_back(means.snapshots, found, left)
        restored = isinstance(said, ItemAdded)
        yield session.record(said)
    means.snapshots.remember(found if restored else left)
    yield session.record(_receipt(session, evidence, restored=restored))


async def _put_back(snapshots: Snapshots, tree: str, left: str) -> Event:
    """Put the workspace back, and return what is to be said about it."""
    try:
        await snapshots.restore(tree)
        await snapshots.acted()
    except StoreError as error:
        text = f"The changes of this task could not be taken back: {error.message}"
        return Notice(level="warning", text=text)
    return ItemAdded(item=items.developer(_PUT_BACK.format(tree=left)))


_TAKEN_BACK = ("refused", "not_fixed", "failed")
_PUT_BACK = (
    "The task was not proven, so every file was put back as it was before the order. "
    "The attempt is kept as snapshot {tree}."
)


def _evidence(session: Session, end: Ended, changes: tuple[Change, ...]) -> Evidence:
    tests = proof.tests(session)
    return Evidence(
        end=end,
        prompt=proof.prompt(session),
        changes=changes,
        before=tests.get("before"),
        after=tests.get("after"),
        repeat=tests.get("repeat"),
        unfixed=tests.get("unfixed"),
        shortfall=attempts.shortfall(proof.turn(session)),
        engine=session.profile.model.startswith(PREFIX),
    )


def _interrupted(session: Session) -> Receipt:
    """Return the receipt of a task whose reader went away: there is no time for a proof."""
    return _receipt(session, _evidence(session, STOPPED, ()), restored=False)


def _receipt(session: Session, evidence: Evidence, *, restored: bool) -> Receipt:
    seconds, events = session.spent().seconds, session.turn_events()
    told = receipt.receipt(evidence, events, restored=restored, seconds=seconds)
    return msgspec.structs.replace(told, session_usage=session.usage)


def _answered(session: Session) -> bool:
    """Tell whether the model had its last word before the session was cut off."""
    over = ended(proof.turn(session)).how in ("answered", "refused")
    return over and not session.pending()


@dataclass(frozen=True)
class _Patient:
    """A Model that is asked only when every call has its output, as after an interruption."""

    model: Model
    session: Session

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        if self.session.pending():
            return
        async for event in self.model.respond(request):
            yield event
