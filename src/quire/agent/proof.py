"""The proof of the work: the project's tests after it, and what they are compared with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from quire.agent import ladder, receipt
from quire.agent.documented import examples, is_documented
from quire.agent.renamed import aligned
from quire.agent.session import Session
from quire.agent.snapshots import Snapshots
from quire.agent.verify import Verifier
from quire.agent.wishes import wants_repair
from quire.engine.orders import is_test
from quire.protocol.events import Event
from quire.protocol.records import TestsRun, TurnStarted


async def proven(
    session: Session, verifier: Verifier, snapshots: Snapshots
) -> AsyncIterator[Event]:
    """Yield the runs of the tests after the work: one, and more if it may show a repair."""
    before = tests(session).get("before")
    found = await as_found(session, snapshots)
    if not receipt.needs_proof(before, found != await snapshots.take()):
        return
    after = await verifier.verify("after")
    same = before is not None and await _same_tests(found, snapshots)
    after = aligned(before, after) if before is not None and same else after
    yield session.record(after)
    if before is not None and receipt.may_be_fixed(before, after):
        fixed = receipt.compared(before, after, None).fixed
        repeat = await _repeated(found, fixed, verifier, snapshots)
        yield session.record(aligned(after, repeat) if same else repeat)
    elif wants_repair(prompt(session)):
        new = receipt.added(before, after)
        async for event in _shown(session, (found, new), verifier, snapshots):
            yield event


async def _same_tests(found: str, snapshots: Snapshots) -> bool:
    """Tell whether no file that decides about tests was changed by the work."""
    changes = await snapshots.changes(found, await snapshots.take()) if found else ()
    return bool(found) and not any(is_test(change.path) for change in changes)


async def _shown(
    session: Session, what: tuple[str, Sequence[str]], verifier: Verifier, snapshots: Snapshots
) -> AsyncIterator[Event]:
    """Yield a run of the new tests without the rest of the change, and a second one with it."""
    found, new = what
    left = await snapshots.take()
    files = receipt.unfixed_files(await snapshots.changes(found, left), new) if found else ()
    if not new or not files:
        return
    try:
        await snapshots.restore(await snapshots.mixed(left, found, files))
        unfixed = await verifier.verify("unfixed")
    finally:
        await snapshots.restore(left)
    yield session.record(unfixed)
    if set(unfixed.failed) & set(new):
        yield session.record(await verifier.verify("repeat"))


async def _repeated(
    found: str, fixed: Sequence[str], verifier: Verifier, snapshots: Snapshots
) -> TestsRun:
    """Run the tests once more, those that count with their files as they were found."""
    left = await snapshots.take()
    changes = await snapshots.changes(found, left)
    edited = [*receipt.edited_tests(changes, fixed)]
    for path in (change.path for change in changes):
        if any(is_documented(test, path) for test in fixed):
            before, after = [examples(await snapshots.content(t, path)) for t in (found, left)]
            edited += [path] if before is None or before != after else []
    if not edited:
        return await verifier.verify("repeat")
    try:
        await snapshots.restore(await snapshots.mixed(left, found, edited))
        return await verifier.verify("repeat")
    finally:
        await snapshots.restore(left)


def tests(session: Session) -> dict[str, TestsRun]:
    """Return the runs of the tests that count for the order, the last of each kind."""
    return receipt.tests_of(turn(session))


def turn(session: Session) -> Sequence[Event]:
    """Return the events of the order that count: of a ladder, those of the rung it stands on."""
    return ladder.current(session.turn_events())


def tree(session: Session) -> str:
    """Return the name of the workspace's state before the order, nothing where there is none."""
    start = session.turn_events()[0]
    return (start.tree or "") if isinstance(start, TurnStarted) else ""


async def as_found(session: Session, snapshots: Snapshots) -> str:
    """Return the workspace's state before the order, with what others changed in it since.

    Nothing where it is not known.
    """
    return (await snapshots.found() or tree(session)) if tree(session) else ""


def prompt(session: Session) -> str:
    """Return the order's words."""
    start = session.turn_events()[0]
    return start.prompt if isinstance(start, TurnStarted) else ""
