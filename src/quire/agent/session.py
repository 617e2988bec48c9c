"""A Session: a task's whole life, which is its log and nothing else."""

from __future__ import annotations

import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Literal, Self, TypeVar

import msgspec

from quire import __version__
from quire.agent import compaction, projection
from quire.agent.budget import UNLIMITED, Budget, Spent, hit, left
from quire.agent.caps import Caps, holding
from quire.agent.compaction import Window
from quire.agent.compaction_inline import taken_in
from quire.agent.compaction_record import keep_record
from quire.agent.compaction_server import by_server, pays, replaced
from quire.agent.hooks_run import Heard
from quire.agent.projection import Profile, Turn
from quire.agent.remembered import Remembered
from quire.agent.shadow import link
from quire.errors import StoreError
from quire.models import catalogue
from quire.protocol.events import Event
from quire.protocol.items import Call, pending_calls, user
from quire.protocol.model import Model
from quire.protocol.records import (
    Answered,
    Compacted,
    Exhausted,
    Notice,
    Receipt,
    Repaired,
    SessionStarted,
    Steered,
    TaskAnswered,
    TurnStarted,
    Undone,
)
from quire.protocol.requests import Request
from quire.protocol.responses import Usage, added
from quire.store import log as logs
from quire.store.log import Entry, Log

_Event = TypeVar("_Event", bound=Event)


class Session:
    """The log of a task, open for writing, and everything that is computed from it.

    `window` may be set to another one than the catalogue's, `asks_server` to have the upstream
    compact as well, `before_compaction` to what is heard before the conversation is made smaller,
    and may refuse it, `news` to what is to be recorded before a request. `usage` is that of all.
    """

    def __init__(
        self, log: Log, entries: Sequence[Entry], profile: Profile | None, budget: Budget
    ) -> None:
        """Take over an open log; see `create`, `load` and `fork`."""
        self._log = log
        self._kept = Remembered(log, projection.live(entry.event for entry in entries))
        self._next = 1 + max((entry.event.sequence_number for entry in entries), default=-1)
        self._turns = sum(isinstance(entry.event, TurnStarted) for entry in entries)
        self._since = time.monotonic()
        self._spent = Spent()
        self.usage = projection.usage(entry.event for entry in entries)
        self._recorded: int | None = None
        self._unsaid: list[Event] = []
        self._typed: list[str] = []
        self._budget = budget
        self._caps = Caps()
        self._given = profile
        self.window = Window()
        self.before_compaction: Callable[[], Awaitable[Heard]] | None = None
        self.asks_server = False
        self.news: Callable[[], Sequence[Event]] = tuple

    @classmethod
    def create(
        cls,
        data: Path,
        workspace: Path,
        profile: Profile,
        budget: Budget = UNLIMITED,
        *,
        unsafe: bool = False,
        within: str | None = None,
    ) -> Self:
        """Begin a session below the data folder, or a sub-task `within` one. Raises StoreError."""
        session_id = logs.new_session_id()
        session = cls(Log.create(data, session_id), (), profile, budget)
        start = SessionStarted(
            id=session_id,
            created=logs.now(),
            workspace=str(workspace),
            model=profile.model,
            version=__version__,
            settings=msgspec.to_builtins(profile),
            unsafe=unsafe,
            within=within,
        )
        session._unsaid.append(session.record(start))
        return session

    @classmethod
    def load(
        cls,
        data: Path,
        session_id: str,
        profile: Profile | None = None,
        budget: Budget = UNLIMITED,
    ) -> Self:
        """Open a session to go on with it, asking as before or as `profile` says.

        A torn last line is cut off, and that is said. Raises StoreError.
        """
        log = Log.open(data, session_id)
        try:
            entries = log.entries()
            _start_of(entries, session_id)
        except StoreError:
            log.close()
            raise
        session = cls(log, entries, profile, budget)
        if log.dropped_bytes:
            session._unsaid.append(session.record(Repaired(dropped_bytes=log.dropped_bytes)))
        return session

    @classmethod
    def fork(
        cls,
        data: Path,
        session_id: str,
        profile: Profile | None = None,
        budget: Budget = UNLIMITED,
    ) -> Self:
        """Begin a session with the history of another, which may still be running.

        Raises StoreError.
        """
        source = logs.folder_of(data, session_id)
        entries = logs.read(source / logs.FILE)
        start = _start_of(entries, session_id)
        fresh = msgspec.structs.replace(
            start, id=logs.new_session_id(), created=logs.now(), parent=session_id
        )
        log = Log.create(data, fresh.id)
        history = [Entry(at=fresh.created, event=fresh), *entries[1:]]
        for entry in history:
            log.append(entry.event, at=entry.at)
        _link_files(source, log.path.parent)
        session = cls(log, history, profile, budget)
        session._unsaid.append(fresh)
        return session

    @property
    def start(self) -> SessionStarted:
        """The first record: what the session is."""
        start = self._kept.start
        if not isinstance(start, SessionStarted):
            raise StoreError(f"{self._log.path} does not begin with a session.")
        return start

    @property
    def id(self) -> str:
        """The session's id."""
        return self.start.id

    @property
    def folder(self) -> Path:
        """Where the session keeps its files: the log, outputs, snapshots."""
        return self._log.path.parent

    @property
    def workspace(self) -> Path:
        """The folder that the session works in."""
        return Path(self.start.workspace)

    @property
    def profile(self) -> Profile:
        """How the session asks: as it was told when it was opened, else as it was begun."""
        return self._given or msgspec.convert(self.start.settings, Profile)

    def ask_as(self, profile: Profile) -> None:
        """Ask as `profile` says from here on."""
        self._given = profile

    @property
    def events(self) -> Sequence[Event]:
        """The log without what was undone, oldest first; a long one is read from the disk.

        Raises StoreError.
        """
        return self._kept.all()

    def record(self, event: _Event) -> _Event:
        """Number an event and write it to the log, if it is of a kind the log keeps.

        What announces an effect is on the disk when this returns, a whole item on its way there.
        Raises StoreError.
        """
        numbered = event.numbered(self._next)
        if projection.is_logged(numbered):
            durable = projection.is_durable(numbered)
            soon = projection.is_wanted_soon(numbered)
            self._log.append(numbered, durable=durable, soon=soon)
            self._take_in(numbered)
        self._next += 1
        return numbered

    def _take_in(self, event: Event) -> None:
        self._kept.add(event)
        if isinstance(event, TurnStarted):
            self._turns += 1
            self._since = time.monotonic()
            self._spent = Spent()
        elif isinstance(event, Answered | TaskAnswered):
            self._spent = _more(self._spent, event.usage)
            self.usage = added(self.usage, event.usage)
        elif isinstance(event, Undone):
            self._kept.forget()
            self._recorded = None

    def steer(self, words: str) -> None:
        """Let the model hear a person's words before the next request."""
        self._typed.append(words)

    def is_steered(self) -> bool:
        """Tell whether there are words that the model has not heard yet."""
        return bool(self._typed)

    def unheard(self) -> Sequence[str]:
        """Return, once, the words that came too late."""
        typed, self._typed = self._typed, []
        return typed

    def heard(self) -> Sequence[Event]:
        """Take in the words that were typed since the last time, and news; return the records."""
        news = [self.record(event) for event in self.news()]
        return [*news, *(self.record(Steered(item=user(words))) for words in self.unheard())]

    def say(self, text: str, level: Literal["info", "warning"] = "info") -> None:
        """Note what the person must know once, before the next order; it is among the unsaid."""
        if not self._kept.knows(text):
            self._unsaid.append(self.record(Notice(level=level, text=text)))

    def unsaid(self) -> Sequence[Event]:
        """Return the records of opening the session, once, for whoever shows them."""
        said, self._unsaid = self._unsaid, []
        return said

    def request(self) -> Request:
        """Return what is asked next, its answer no longer than what is left allows."""
        events, profile = self._kept.recent, self.profile
        asked = projection.request(events, profile, self.id)
        return self._caps.bounded(asked, events, profile, self.left())

    def is_cramped(self) -> bool:
        """Tell whether what is left is too little for the next request."""
        near = self._caps.are_near
        return self.was_bounded() or near(self._kept.recent, self.profile, self.left())

    def pending(self) -> tuple[Call, ...]:
        """Return the calls that have no output yet."""
        return pending_calls(projection.conversation(self._kept.recent))

    def begun(self, call: Call) -> tuple[Event, ...]:
        """Return the records that `call` left when it was carried out, none if it never began."""
        return projection.begun(self._kept.recent, call)

    async def compact(self, model: Model) -> AsyncIterator[Event]:
        """Yield the record that makes the conversation smaller; nothing while there is room."""
        if taken := taken_in(self._kept.recent, lambda end: self.shorter("window", end)):
            yield taken
        elif compaction.is_due(self._kept.recent, self.profile, self._room()):
            if self.before_compaction is not None:
                heard = await self.before_compaction()
                for told in heard.records:
                    yield told
                if heard.said.blocked:
                    return
            record = self.shorter("window")
            if record is not None and self.asks_server and pays(self._kept.recent):
                asked = replaced(self.request(), self._kept.recent, record)
                async for event in by_server(model, asked, record):
                    yield event
            elif record is not None:
                yield record

    def compact_now(self) -> Compacted | None:
        """Make the conversation smaller because somebody asks; None where nothing can be gained."""
        record = self.shorter("asked")
        return None if record is None else self.record(record)

    def shorter(self, reason: compaction.Reason, end: int | None = None) -> Compacted | None:
        """Return the record that makes the conversation smaller, and keep what it leaves out.

        The engine reads its own steps in the conversation: none for it. Raises StoreError.
        """
        if catalogue.entry(self.profile.model).creator == catalogue.EMBEDDED:
            return None
        kept, room = self._kept, self._room()
        record = compaction.compacted(kept.recent, self.profile, room, reason, kept.earlier, end)
        if record is not None:
            self._keep_record()
        return record

    def _keep_record(self) -> None:
        """Add to the text of the whole past what is not in it yet."""
        known = self._recorded
        events = self.events if known is None else self._kept.recent
        new = [event for event in events if known is None or event.sequence_number > known]
        keep_record(self.folder / "outputs", new, more=known is not None)
        self._recorded = self._next - 1

    def _room(self) -> Window:
        """Return the window as it was set, else as the catalogue knows it."""
        known = self.window.tokens
        if known is None:
            known = catalogue.entry(self.profile.model).input_window
        least = min(
            (size for size in (known, self._kept.refused) if size is not None), default=None
        )
        return msgspec.structs.replace(self.window, tokens=least)

    def turn_events(self) -> Sequence[Event]:
        """Return the events since the last order."""
        return self._kept.turn()

    def turns(self) -> tuple[Turn, ...]:
        """Return the orders that count, with their verdicts."""
        return projection.turns(self.events)

    def next_turn(self) -> int:
        """Return the number of the next order; the number of an undone one is not used again."""
        return self._turns + 1

    def open_turn(self) -> TurnStarted | None:
        """Return the last order if one can go on with it: no receipt, stopped, or failed."""
        turn = self.turn_events()
        receipts = [event for event in turn if isinstance(event, Receipt)]
        start = turn[0] if turn else None
        over = bool(receipts) and receipts[-1].verdict not in ("stopped", "failed")
        return start if isinstance(start, TurnStarted) and not over else None

    def spent(self) -> Spent:
        """Return what this process has spent on the last order so far."""
        return msgspec.structs.replace(self._spent, seconds=time.monotonic() - self._since)

    def was_bounded(self) -> bool:
        """Tell whether the last answer was cut because a limit left no more of it."""
        return self._caps.cut(self._kept.recent)

    def over_budget(self) -> bool:
        """Tell whether a limit of the budget is used up."""
        return hit(holding(self._budget, self.profile), self.spent()) is not None

    def left(self) -> Budget:
        """Return what the last order may still spend."""
        return left(self._budget, self.spent())

    def exhausted(self) -> Exhausted:
        """Return the record that says which limit is used up, or leaves too little."""
        budget, spent = holding(self._budget, self.profile), self.spent()
        limit = hit(budget, spent) or self._caps.told(budget, spent)
        assert limit is not None, "no limit is used up"
        return limit

    def close(self) -> None:
        """Let another process go on with the session."""
        self._log.close()


def _more(spent: Spent, usage: Usage) -> Spent:
    """Return what is spent after one more answer."""
    return Spent(
        steps=spent.steps + 1,
        tokens=spent.tokens + usage.input_tokens + usage.output_tokens,
        dollars=spent.dollars + (usage.cost or 0.0),
    )


def _start_of(entries: Sequence[Entry], session_id: str) -> SessionStarted:
    start = entries[0].event if entries else None
    if not isinstance(start, SessionStarted):
        raise StoreError(
            f"The session {session_id} holds nothing: it ended before its first line was written.",
            hint="See `quire sessions`.",
        )
    return start


def _link_files(source: Path, target: Path) -> None:
    """Give a fork the files of its parent: they are never changed, so links will do."""
    for child in source.iterdir():
        if child.is_dir():
            shutil.copytree(child, target / child.name, copy_function=link, symlinks=True)
