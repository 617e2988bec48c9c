"""The work behind the terminal UI: one session at a time, driven as `quire exec` drives it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import NamedTuple

import msgspec

from quire import config
from quire.agent.approvals import Asker, Asking, Standing
from quire.agent.enclosing import root_above
from quire.agent.projection import Profile
from quire.agent.session import Session
from quire.agent.snapshots import Snapshots
from quire.agent.undo import undo
from quire.cli.drive import begun, budget_of, carried_out, means_of
from quire.cli.options import Order
from quire.cli.profiles import profile_of
from quire.cli.reviewed import Target
from quire.cli.reviewing import Gathering, Wanted, in_words, reviewed
from quire.cli.wiring import ENGINE, settings_of
from quire.errors import RefusedError, UsageError
from quire.models import catalogue
from quire.protocol.events import Event
from quire.protocol.items import Message, text_of
from quire.protocol.records import Answered, Compacted, Steered, TaskAnswered
from quire.store.listing import Summary, listed

Show = Callable[[Event], None]
_FINDINGS = "A review of the uncommitted changes found:"


class Meter(NamedTuple):
    """What the status line tells; tokens are those of the last request and of the window."""

    model: str
    effort: str
    used: int
    window: int | None
    cost: float | None
    compacted: bool = False


def _tells(event: Event, findings: str) -> bool:
    """Tell whether an event brings the findings of a review to the model."""
    item = event.item if isinstance(event, Steered) else None
    return bool(findings) and isinstance(item, Message) and text_of(item.content) == findings


class Desk:
    """The session on the screen, and the order's flags for what comes next.

    `asker` answers questions; setting `stop` ends the turn.
    """

    def __init__(self, order: Order, asker: Asker) -> None:
        """Begin without a session: the first message makes one."""
        self.order = order
        self.session: Session | None = None
        self.stop = asyncio.Event()
        self._asker = asker
        self._profile: Profile | None = None
        self._changed = False
        self._answered: Answered | None = None
        self._cost: float | None = None
        self._findings = ""
        self.standing = Standing()

    async def carry_out(self, prompt: str, show: Show, *, images: Sequence[Path] = ()) -> None:
        """Carry out a message, or go on with the open one where it is empty.

        `images` are shown with it, and those of the command line with the first message. Raises
        QuireError.
        """
        shown = (*self.order.images, *images)
        order = msgspec.structs.replace(self.order, prompt=prompt, images=shown)
        self.order = msgspec.structs.replace(self.order, images=())
        settings = settings_of(order)
        self.stop = asyncio.Event()
        session = self._opened(order, settings)
        findings, self._findings = self._findings, ""
        if findings and not session.profile.model.startswith(ENGINE):  # it takes them for an order
            session.steer(findings)
        try:
            async with (
                means_of(session, order, settings, self._asker, self.stop) as means,
                aclosing(carried_out(session, order, settings, means)) as told,
            ):
                if isinstance(means.approver, Asking):
                    means.approver.standing = self.standing
                async for event in told:
                    self._count(event)
                    if not _tells(event, findings):  # they were shown when they were found
                        show(event)
        finally:
            session.unheard()  # what came too late waits with whoever typed it

    async def review(self, words: str, show: Show) -> str:
        """Review what is not committed, in sessions that may change nothing; return it in words.

        The model hears of it with the next message. Raises QuireError.
        """
        folder = root_above(self.order.directory) or self.order.directory
        reading = msgspec.structs.replace(
            self.order, prompt=Target().sentence, directory=folder, mode="read-only",
            verify=False, images=(), schema=None,
        )  # fmt: skip
        self.stop = asyncio.Event()
        wanted = Wanted(target=Target(), model=self.meter().model, words=words)
        found = in_words(await reviewed(reading, wanted, self._read, show))
        self._findings = f"{_FINDINGS}\n\n{found}"
        return found

    async def _read(self, order: Order, gathering: Gathering) -> None:
        """Carry out a part of a review in a session of its own."""
        settings = settings_of(order)
        above = self.session.id if self.session else None
        session = begun(order, settings, None, within=above)
        try:
            async with (
                means_of(session, order, settings, None, self.stop) as means,
                aclosing(carried_out(session, order, settings, means)) as told,
            ):
                async for event in told:
                    if isinstance(event, Answered | TaskAnswered):
                        self._add(event.usage.cost)
                    gathering.show(event)
        finally:
            session.close()
        if self.stop.is_set():
            raise RefusedError("The review was stopped.")

    def _opened(self, order: Order, settings: config.Settings) -> Session:
        if self.session is None:
            self.session = begun(order, settings, self._asker)
            self._profile = self.session.profile
        elif self._changed:
            model = order.model or self.session.profile.model
            wanted = msgspec.structs.replace(settings, model=model)
            self._profile = profile_of(order, wanted, self._asker)
        self._changed = False
        if self._profile is not None:  # a ladder leaves the profile of its last rung
            self.session.ask_as(self._profile)
        return self.session

    def _count(self, event: Event) -> None:
        if isinstance(event, Answered):
            self._answered = event
            self._add(event.usage.cost)
        elif isinstance(event, TaskAnswered):
            self._add(event.usage.cost)
        elif isinstance(event, Compacted):
            self._answered = None

    def _add(self, cost: float | None) -> None:
        if cost is not None:
            self._cost = (self._cost or 0.0) + cost

    def steer(self, words: str) -> None:
        """Let the model hear words before its next request of this turn."""
        if self.session is not None:
            self.session.steer(words)

    def change(self, **fields: object) -> None:
        """Ask otherwise from the next message on: model, effort, approvals."""
        self.order = msgspec.convert({**msgspec.structs.asdict(self.order), **fields}, Order)
        self._changed = True
        if "approvals" in fields:
            self.standing = Standing()

    def meter(self) -> Meter:
        """Return the figures of the session, or those that its first message would have."""
        model, effort = self._asked()
        answered = self._answered
        used = answered.usage.input_tokens if answered else 0
        window = self.session.window.tokens if self.session else None
        ran = answered.model if answered and answered.model else model
        known = catalogue.entry(model).input_window or catalogue.entry(ran).input_window
        return Meter(model, effort, used, window or known, self._cost)

    def _asked(self) -> tuple[str, str]:
        if self.session is not None and not self._changed:
            profile = self._profile or self.session.profile
            return profile.model, profile.effort or ""
        settings = settings_of(self.order)
        model = self.order.model or (self.session.profile.model if self.session else settings.model)
        return model, settings.effort or ""

    def sessions(self) -> tuple[Summary, ...]:
        """Return the sessions of this folder, the one written last first."""
        place = str(self.order.directory)
        every = listed(config.places().data)
        rows = [row for row in every if row.workspace == place and row.within is None]
        return tuple(sorted(rows, key=lambda row: (row.last, row.id), reverse=True))

    def load(self, session_id: str) -> Iterator[Event]:
        """Take up another session and return what happened in it. Raises StoreError."""
        if self.session is None or self.session.id != session_id:
            budget = budget_of(settings_of(self.order))
            session = Session.load(config.places().data, session_id, None, budget)
            self.close()
            self.forget()
            self.session, self._profile = session, session.profile
            for event in session.events:
                self._count(event)
        return iter(self._open().events)

    def forget(self) -> None:
        """Let the next message begin a session of its own."""
        self.close()
        self.session, self._profile, self._answered, self._cost = None, None, None, None
        self.standing = Standing()

    def close(self) -> None:
        """Let other processes go on with the session."""
        if self.session is not None:
            self.session.close()

    def is_open(self) -> bool:
        """Tell whether the last message can be gone on with."""
        return self.session is not None and self.session.open_turn() is not None

    async def undo(self) -> int:
        """Put files and conversation back to before the last turn and return its number."""
        session = self._open()
        return (await undo(session, Snapshots(session.folder, session.workspace))).turn

    async def diff(self) -> str:
        """Return what changed in the folder since the session's first message, as a diff."""
        session = self._open()
        trees = [turn.tree for turn in session.turns() if turn.tree]
        snapshots = Snapshots(session.folder, session.workspace)
        return await snapshots.diff(trees[0], await snapshots.take()) if trees else ""

    async def compact(self, words: str) -> Compacted | None:
        """Make the conversation shorter; None where nothing can be gained.

        Hooks are told `words`. Raises RefusedError with those of one that refuses.
        """
        session, settings = self._open(), settings_of(self.order)
        if settings.hooks.get("PreCompact"):
            async with means_of(
                session, self.order, settings, self._asker, asyncio.Event()
            ) as means:
                heard = await means.hooks.before_compaction("manual", words)
            for told in heard.records:
                session.record(told)
            if heard.said.blocked:
                raise RefusedError(f"A hook refused this: {heard.said.reason}")
        record = session.compact_now()
        if record is not None:
            self._count(record)
        return record

    def _open(self) -> Session:
        if self.session is None:
            raise UsageError("There is no session yet: type a message, or /resume.")
        return self.session
