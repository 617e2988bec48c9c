"""Carry an order from the command line to its receipt, and turn that into an exit code."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Protocol

import click
import msgspec

from quire import config
from quire.agent import task
from quire.agent.approvals import Approver, Asker, Asking
from quire.agent.budget import Budget
from quire.agent.compaction import Window
from quire.agent.hooks_run import Facts, Hooks
from quire.agent.instructions import Surroundings
from quire.agent.interrupts import Events
from quire.agent.session import Session
from quire.agent.settings import AUTO
from quire.cli.approvals import in_words
from quire.cli.asking import Terminal
from quire.cli.attempts import Copying, place
from quire.cli.givens import given, open_secrets, told
from quire.cli.jsonl import ACHIEVED
from quire.cli.ladder import climbing, leads_out, models_of
from quire.cli.options import Order
from quire.cli.profiles import profile_for, profile_of, remarks
from quire.cli.results import leave
from quire.cli.servers import offering
from quire.cli.subtasks import Origin
from quire.cli.trusting import settled
from quire.cli.wiring import Rooms, rooms, settings_of
from quire.engine.profiles import PREFIX
from quire.protocol import items
from quire.protocol.events import Event, OutputItemDone
from quire.protocol.items import Message
from quire.protocol.records import Receipt
from quire.sandbox import copies
from quire.sandbox.tiers import UNWALLED
from quire.store.choices import Choices
from quire.store.listing import begun_with
from quire.store.log import FILE, discard

INTERRUPTED = 130
_ESCAPE = "\x1b"
_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Surface(Protocol):
    """Whoever shows the events of a task."""

    def show(self, event: Event) -> None:
        """Show one event."""
        ...


def start(order: Order, surface: Surface, asker: Asker | None = None) -> int:
    """Begin a session with an order and return the exit code; `asker` answers questions."""
    order = settled(order, may_ask=asker is not None)
    settings = settings_of(order)
    session = begun(order, settings, asker)
    try:
        return _driven(session, order, settings, (surface, asker))
    finally:
        _kept_or_not(session)


async def started(order: Order, surface: Surface) -> int:
    """Begin a session with an order where a loop runs already; nobody can be asked."""
    order = settled(order, may_ask=False)
    settings = settings_of(order)
    session = begun(order, settings, None)
    try:
        return await _carried_out(session, order, settings, (surface, None))
    finally:
        session.close()
        _kept_or_not(session)


def begun(
    order: Order, settings: config.Settings, asker: Asker | None, *, within: str | None = None
) -> Session:
    """Begin a session for an order, or one `within` another, without carrying it out."""
    profile = profile_of(order, settings, asker)
    data, budget, unsafe = config.places().data, budget_of(settings), order.unsafe
    return Session.create(data, order.directory, profile, budget, unsafe=unsafe, within=within)


def go_on(session_id: str, order: Order, surface: Surface, asker: Asker | None = None) -> int:
    """Go on with a session: the open task without a prompt, a new one with it.

    The session asks as it did before, unless the order names a model, an effort or a schema.
    """
    order = settled(order, may_ask=asker is not None)
    settings = settings_of(order)
    data = config.places().data
    profile = None
    if order.model or order.effort or order.schema:
        model = order.model or begun_with(data, session_id)
        settings = msgspec.structs.replace(settings, model=model)
        profile = profile_of(order, settings, asker)
    session = Session.load(data, session_id, profile, budget_of(settings))
    surface.show(session.start)
    return _driven(session, order, settings, (surface, asker))


def _driven(
    session: Session, order: Order, settings: config.Settings, person: tuple[Surface, Asker | None]
) -> int:
    try:
        return asyncio.run(_carried_out(session, order, settings, person))
    except KeyboardInterrupt:
        if session.turns():
            click.echo(f"The session is kept: quire resume {session.id}", err=True)
        raise
    finally:
        session.close()


def _kept_or_not(session: Session) -> None:
    """Remove a session whose beginning nobody was told of: its order was refused, or cut off."""
    if session.unsaid():
        discard(session.folder)


async def _carried_out(
    session: Session, order: Order, settings: config.Settings, person: tuple[Surface, Asker | None]
) -> int:
    surface, asker = person
    stop = asyncio.Event()
    receipt: Receipt | None = None
    last = ""
    async with means_of(session, order, settings, asker, stop) as means:
        _remind(means.approver)
        with _interrupts(stop), _steering(session, asker, stop):
            async with aclosing(carried_out(session, order, settings, means)) as events:
                async for event in events:
                    surface.show(event)
                    last = _answer(event) or last
                    receipt = event if isinstance(event, Receipt) else receipt
    if order.last_message:
        leave(order.last_message, f"{last}\n".encode() if last else b"")
    if stop.is_set():
        return INTERRUPTED
    return 0 if receipt is not None and receipt.verdict in ACHIEVED else 1


@asynccontextmanager
async def means_of(
    session: Session,
    order: Order,
    settings: config.Settings,
    asker: Asker | None,
    stop: asyncio.Event,
) -> AsyncIterator[task.Means]:
    """Open what an order is carried out with, and close it after; setting `stop` ends the task."""
    workspace, agent = session.workspace, settings.agent
    session.window = Window(tokens=agent.window, share=agent.compact_at)
    responses = settings.models.dialect == "responses"
    session.asks_server = responses and agent.compaction in ("server", "endpoint")
    auto = session.profile.model == AUTO
    models = models_of(settings) if auto else (session.profile.model,)
    model = models[0]
    for words in remarks(settings, models):
        session.say(words)
    await copies.sweep(place())
    asks = partial(profile_for, order, settings, asker)
    unsafe = order.unsafe
    async with (
        rooms(order, settings, model, workspace, session.folder) as opened,
        offering(session, settings, opened.toolbox, models, unsafe=unsafe) as offered,
        climbing(settings, opened.program, lambda name: offered(asks(name)), auto=auto) as ladder,
    ):
        if words := open_secrets(opened.sandbox):
            session.say(words, "warning")
        means = replace(_means(opened, settings, session, (order, asker), stop), rungs=ladder)
        origin = Origin(session, means, opened, settings, partial(_hooks, opened, settings))
        several = _copying(session, means, order, settings).several()
        yield replace(means, tools=origin.tools(), several=several.made if several else None)


def _copying(
    session: Session, means: task.Means, order: Order, settings: config.Settings
) -> Copying:
    """Return what opens the attempts at an order; their questions go to the same person."""

    def means_for(opened: Rooms, child: Session, own: Order, stop: asyncio.Event) -> task.Means:
        return _means(opened, settings, child, (own, None), stop)

    return Copying(session, means, order, settings, means_for)


def carried_out(
    session: Session, order: Order, settings: config.Settings, means: task.Means
) -> Events:
    """Return the events of an order, or of the open one where it has no words."""
    if order.prompt:
        message, means = given(order, settings, session.workspace, means)
        return task.perform(session, message, means)
    return task.resume(session, means)


def _means(
    opened: Rooms,
    settings: config.Settings,
    session: Session,
    person: tuple[Order, Asker | None],
    stop: asyncio.Event,
) -> task.Means:
    order, asker = person
    surroundings = Surroundings(
        cwd=str(session.workspace),
        sandbox=opened.sandbox.policy.mode,
        network="restricted" if opened.sandbox.policy.network == "off" else "proxied",
        shell="bash",
        date=date.today().isoformat(),
        proves=settings.agent.verify,
        climbs=session.profile.model == AUTO and leads_out(settings),
    )
    return task.Means(
        model=opened.model,
        tools=opened.toolbox,
        approver=Asking(
            policy=settings.approvals,
            project=session.workspace,
            choices=Choices(config.places().data),
            asker=asker,
            stop=stop,
            walled=_is_walled(opened),
            retries=not session.profile.model.startswith(PREFIX),  # the engine needs no way out
        ),
        verifier=opened.verifier,
        snapshots=opened.snapshots,
        context=told(order, settings, surroundings),
        keep=settings.agent.keep,
        stop=stop,
        hooks=_hooks(opened, settings, session),
        outside=opened.outside.tools,
    )


def _hooks(opened: Rooms, settings: config.Settings, session: Session) -> Hooks:
    facts = Facts(
        session_id=session.id,
        transcript_path=str(session.folder / FILE),
        cwd=str(session.workspace),
        model=session.profile.model,
        permission_mode="default" if _is_walled(opened) else "bypassPermissions",
    )
    return Hooks(settings.hooks, opened.sandbox, opened.outside.walls, facts)


def _is_walled(opened: Rooms) -> bool:
    return opened.sandbox.tier not in UNWALLED


def _remind(approver: Approver) -> None:
    """Say what was allowed earlier for the project, before it is made use of."""
    if isinstance(approver, Asking) and approver.policy != "never":
        allowed = approver.choices.about(approver.project).allowed
        if allowed:
            click.echo(f"remembered approvals: {in_words(allowed)}", err=True)


def budget_of(settings: config.Settings) -> Budget:
    """Return the limits of one order."""
    agent = settings.agent
    return Budget(
        steps=agent.steps, seconds=agent.seconds, tokens=agent.tokens, dollars=agent.dollars
    )


def _answer(event: Event) -> str:
    if isinstance(event, OutputItemDone) and isinstance(event.item, Message):
        return items.text_of(event.item.content)
    return ""


@contextmanager
def _steering(session: Session, asker: Asker | None, stop: asyncio.Event) -> Iterator[None]:
    """Let lines that are typed meanwhile reach the model; Escape ends the task."""
    if not isinstance(asker, Terminal):
        yield
        return

    def heard(words: str) -> None:
        if words.startswith(_ESCAPE):
            stop.set()
        else:
            session.steer(words)

    with asker.listening(heard):
        yield
    for words in session.unheard():
        click.echo(f"Not taken in, the task was over: {words}", err=True)


@contextmanager
def _interrupts(stop: asyncio.Event) -> Iterator[None]:
    """Let the first Ctrl-C, or SIGTERM, end the task in order, the second one the process.

    So does the end of the terminal, unless the process was started to outlive it (nohup).
    """
    loop = asyncio.get_running_loop()

    def heard() -> None:
        stop.set()
        loop.remove_signal_handler(signal.SIGINT)

    outlives = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    ends = [name for name in _ENDS if name != signal.SIGHUP or not outlives]
    for name in ends:
        loop.add_signal_handler(name, heard)
    try:
        yield
    finally:
        for name in ends:
            loop.remove_signal_handler(name)
