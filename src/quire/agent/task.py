"""A task: an order of a person, carried out by the loop and proven by the project's tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial

from quire.agent import projection, receipt
from quire.agent.approvals import Approver
from quire.agent.compaction_recovery import Recovering
from quire.agent.endings import STOPPED, Ended, ended
from quire.agent.guard import Guard
from quire.agent.hooks_moments import greeted, ordered, run_to_the_end
from quire.agent.hooks_run import Hooks, no_hooks
from quire.agent.interrupts import Events, until
from quire.agent.loop import Tools, recovered
from quire.agent.receipt import Evidence
from quire.agent.session import Session
from quire.agent.snapshots import Snapshots
from quire.agent.verify import Verifier
from quire.errors import QuireError, StoreError, UsageError
from quire.protocol import items
from quire.protocol.events import Event
from quire.protocol.items import Call, Item, Message
from quire.protocol.model import Model
from quire.protocol.records import Change, ItemAdded, Notice, Receipt, TestsRun, TurnStarted
from quire.protocol.requests import Request


@dataclass(frozen=True)
class Means:
    """What a task is carried out with.

    `context` are the messages that come before an order; they are sent once. `keep` leaves the
    changes of a task that failed. Setting `stop` ends the task at once, with a receipt. `outside`
    opens the tools that run without walls, where a person allows it.
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
    tree = await means.snapshots.take()
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
        end = STOPPED if means.stop.is_set() else ended(session.turn_events())
    async for event in _concluded(session, means, end):
        yield event
    if failure is not None:
        raise failure


async def _worked(session: Session, means: Means) -> Events:
    """Yield the events of the work and of the proof that follows it."""
    baseline = _Baseline(session, means.verifier)
    try:
        tools = _AfterBaseline(means.tools, baseline)
        outside = partial(_outside, means.outside, baseline) if means.outside else None
        guard = Guard(tools, means.approver, means.hooks, outside)
        async for event in recovered(session, guard):
            yield event
        if not _answered(session):
            model = _Patient(Recovering(means.model, session), session)
            async for event in _in_time(session, run_to_the_end(session, model, guard)):
                yield event
        if baseline.is_over() or receipt.wants_repair(_prompt(session)):
            async for event in baseline.told():
                yield session.record(event)
        async for event in _proven(session, means):
            yield event
    finally:
        await baseline.drop()


async def _in_time(session: Session, events: Events) -> Events:
    """Yield `events` until the order's time is used up; what runs then is stopped, and it is said.

    The proof that follows has limits of its own.
    """
    left = session.seconds_left()
    over = asyncio.Event()
    timer = asyncio.get_running_loop().call_later(left, over.set) if left is not None else None
    try:
        async with aclosing(until(over, events)) as work:
            async for event in work:
                yield event
    finally:
        if timer is not None:
            timer.cancel()
    if over.is_set() and ended(session.turn_events()).how == "failed":
        yield session.record(session.exhausted())


async def _proven(session: Session, means: Means) -> AsyncIterator[Event]:
    """Yield the runs of the tests after the work: one, and more if it may show a repair."""
    before = _tests(session).get("before")
    changed = _tree(session) != await means.snapshots.take()
    if not receipt.needs_proof(before, changed):
        return
    after = await means.verifier.verify("after")
    yield session.record(after)
    if before is not None and receipt.may_be_fixed(before, after):
        fixed = receipt.compared(before, after, None).fixed
        yield session.record(await _repeated(_tree(session), fixed, means))
    elif receipt.wants_repair(_prompt(session)):
        async for event in _shown(session, receipt.added(before, after), means):
            yield event


async def _shown(session: Session, new: Sequence[str], means: Means) -> AsyncIterator[Event]:
    """Yield a run of the new tests without the rest of the change, and a second one with it."""
    snapshots, found = means.snapshots, _tree(session)
    left = await snapshots.take()
    files = receipt.unfixed_files(await snapshots.changes(found, left), new) if found else ()
    if not new or not files:
        return
    try:
        await snapshots.restore(await snapshots.mixed(left, found, files))
        unfixed = await means.verifier.verify("unfixed")
    finally:
        await snapshots.restore(left)
    yield session.record(unfixed)
    if set(unfixed.failed) & set(new):
        yield session.record(await means.verifier.verify("repeat"))


async def _repeated(found: str, fixed: Sequence[str], means: Means) -> TestsRun:
    """Run the tests once more, those that count with their files as they were found."""
    snapshots = means.snapshots
    left = await snapshots.take()
    edited = receipt.edited_tests(await snapshots.changes(found, left), fixed)
    if not edited:
        return await means.verifier.verify("repeat")
    try:
        await snapshots.restore(await snapshots.mixed(left, found, edited))
        return await means.verifier.verify("repeat")
    finally:
        await snapshots.restore(left)


async def _concluded(session: Session, means: Means, end: Ended) -> AsyncIterator[Event]:
    """Yield the receipt, after the workspace was put back if the task failed."""
    found = _tree(session)
    left = await means.snapshots.take()
    changes = await means.snapshots.changes(found, left) if found else ()
    evidence = _evidence(session, end, changes)
    restored = False
    if changes and not means.keep and receipt.judged(evidence)[0] in _TAKEN_BACK:
        said = await _put_back(means.snapshots, found, left)
        restored = isinstance(said, ItemAdded)
        yield session.record(said)
    means.snapshots.remember(found if restored else left)
    yield session.record(
        receipt.receipt(
            evidence,
            session.turn_events(),
            restored=restored,
            seconds=session.spent().seconds,
        )
    )


async def _put_back(snapshots: Snapshots, tree: str, left: str) -> Event:
    """Put the workspace back, and return what is to be said about it."""
    try:
        await snapshots.restore(tree)
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
    tests = _tests(session)
    return Evidence(
        end=end,
        prompt=_prompt(session),
        changes=changes,
        before=tests.get("before"),
        after=tests.get("after"),
        repeat=tests.get("repeat"),
        unfixed=tests.get("unfixed"),
    )


def _interrupted(session: Session) -> Receipt:
    """Return the receipt of a task whose reader went away: there is no time for a proof."""
    evidence = _evidence(session, STOPPED, ())
    seconds = session.spent().seconds
    return receipt.receipt(evidence, session.turn_events(), restored=False, seconds=seconds)


def _tests(session: Session) -> dict[str, TestsRun]:
    return receipt.tests_of(session.turn_events())


def _tree(session: Session) -> str:
    start = session.turn_events()[0]
    return (start.tree or "") if isinstance(start, TurnStarted) else ""


def _prompt(session: Session) -> str:
    start = session.turn_events()[0]
    return start.prompt if isinstance(start, TurnStarted) else ""


def _answered(session: Session) -> bool:
    """Tell whether the model had its last word before the session was cut off."""
    over = ended(session.turn_events()).how in ("answered", "refused")
    return over and not session.pending()


class _Baseline:
    """The tests as they were found: run while the model thinks, told before anything changes."""

    def __init__(self, session: Session, verifier: Verifier) -> None:
        known = "before" in _tests(session)  # an earlier go at the same order ran them
        self._run = None if known else asyncio.create_task(verifier.verify("before"))

    def is_over(self) -> bool:
        """Tell whether the tests have been run: a mere answer need not wait for them."""
        return self._run is None or self._run.done()

    async def told(self) -> AsyncIterator[Event]:
        """Yield the run of the tests once, when it is over."""
        if self._run is not None:
            result = await self._run
            self._run = None
            yield result

    async def drop(self) -> None:
        """Stop the tests if nobody waited for them."""
        if self._run is not None:
            self._run.cancel()
            await asyncio.wait((self._run,))


@dataclass(frozen=True)
class _AfterBaseline:
    """The tools, which touch nothing before the tests were run as they were found."""

    tools: Tools
    baseline: _Baseline

    async def run(self, call: Call) -> AsyncIterator[Event]:
        async for event in self.baseline.told():
            yield event
        async for event in self.tools.run(call):
            yield event

    def refuse(self, call: Call, reason: str) -> ItemAdded:
        return self.tools.refuse(call, reason)

    def recover(self, call: Call, records: Sequence[Event]) -> AsyncIterator[Event]:
        return self.tools.recover(call, records)


async def _outside(opened: Callable[[], Awaitable[Tools]], baseline: _Baseline) -> Tools:
    """Open the tools without walls; they wait for the tests like the others."""
    return _AfterBaseline(await opened(), baseline)


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
