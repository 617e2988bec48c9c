"""Approvals: who says whether a call may run."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

import msgspec
from msgspec import Struct

from quire.agent.approvals_policy import Approvals, Ruling, entries_for, ruling
from quire.agent.approvals_words import Words
from quire.errors import UsageError
from quire.protocol.events import Event
from quire.protocol.items import Call
from quire.protocol.records import Decided
from quire.store.choices import Allowed, Choices
from quire.tools.wishes import Wish, narrowing, rewritten, wish_of

Wanted = Literal["", "allow", "ask"]
"""What a hook of the person's own says about a call, if anything."""


class Decision(Struct, frozen=True):
    """Whether a call may run; the reason is told to the model when it may not, or not all of it.

    `outside` lets it run without walls. `records` tell how it was decided; `call` is what runs
    where a part of it was allowed alone.
    """

    allowed: bool
    reason: str = ""
    outside: bool = False
    records: tuple[Event, ...] = ()
    call: Call | None = None


class Approver(Protocol):
    """Whoever decides: a policy, or a person behind a surface."""

    async def decide(self, call: Call, wanted: Wanted = "") -> Decision:
        """Say whether `call` may run, before it does."""
        ...

    async def again(self, call: Call, why: str) -> Decision:
        """Say whether a command that the walls have stopped may run again without them."""
        ...


class Question(Struct, frozen=True, kw_only=True):
    """What a person is asked: the wish, where it runs, why it is asked, what a yes allows.

    `remember` are the beginnings of commands that can be allowed from now on, none where the
    command is not plain enough. `session`: all of its kind can be allowed for this session.
    """

    wish: Wish
    folder: str
    why: str
    allows: str
    remember: tuple[Words, ...] = ()
    session: bool = False


class Answer(Struct, frozen=True):
    """What a person says; `words` go to the model with a no.

    With a yes, `patch` is what is left of a patch where not all of it was accepted, and `words`
    say so.
    """

    says: Literal["yes", "remember", "session", "no", "stop"]
    words: str = ""
    patch: str | None = None


@dataclass
class Standing:
    """What a person allowed for as long as a session is open."""

    patches: bool = False


class Asker(Protocol):
    """A surface with a person behind it."""

    async def ask(self, question: Question) -> Answer:
        """Show the question and return the answer."""
        ...


class Never:
    """Asks nobody: what the walls allow is allowed, and nothing more."""

    async def decide(self, call: Call, wanted: Wanted = "") -> Decision:
        """Allow `call`."""
        return Decision(allowed=True)

    async def again(self, call: Call, why: str) -> Decision:
        """Let it be."""
        return Decision(allowed=False)


@dataclass
class Asking:
    """Decides by a policy, by what was remembered for the project, and else by a person.

    Without an `asker` nobody is asked and what would be is refused. `walled` is False in a
    session that has no walls anyway; `retries` lets it ask about commands that the walls seem to
    have stopped. Setting `stop` ends the task.
    """

    policy: Approvals
    project: Path
    choices: Choices
    asker: Asker | None
    stop: asyncio.Event
    walled: bool = True
    retries: bool = True
    standing: Standing = field(default_factory=Standing)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def decide(self, call: Call, wanted: Wanted = "") -> Decision:
        """Say whether `call` may run. Raises StoreError where the choices cannot be read."""
        try:
            wish = wish_of(call)
        except UsageError as error:
            return _refused(call, error.message)
        if not self.walled:
            wish = msgspec.structs.replace(wish, outside=False)
        async with self._turn:  # one question at a time, and the next one knows the answer
            said = ruling(self.policy, wish, self._allowed(), self.project, wanted)
            if said.verdict == "ask" and not self._stands(wish, wanted):
                return await self._asked(call, wish, said.why)
            if said.verdict == "ask":
                said = Ruling("allow", "session")
            if said.verdict == "refuse":
                return _refused(call, said.why, wish.text)
            return _allowed(call, said, wish)

    async def again(self, call: Call, why: str) -> Decision:
        """Say whether a command that the walls have stopped may run again without them."""
        wish = msgspec.structs.replace(wish_of(call), outside=True)
        if self.policy == "never" or not self.walled or not self.retries:
            return Decision(allowed=False)
        async with self._turn:
            said = ruling(self.policy, wish, self._allowed(), self.project, "")
            if said.verdict == "allow":
                return _allowed(call, said, wish)
            if self.asker is None:
                return Decision(allowed=False)  # the model has the output, which says enough
            return await self._asked(call, wish, why)

    def _stands(self, wish: Wish, wanted: Wanted) -> bool:
        """Tell whether a change of files was allowed for the session; a hook's wish ranks above."""
        return self.standing.patches and _is_change(wish) and wanted != "ask"

    def _allowed(self) -> tuple[Allowed, ...]:
        return self.choices.about(self.project).allowed

    async def _asked(self, call: Call, wish: Wish, why: str) -> Decision:
        if self.asker is None:
            return _refused(call, _NOBODY.format(why=why), wish.text)
        entries = entries_for(wish, self._allowed(), self.project)
        question = Question(
            wish=wish,
            folder=str((self.project / wish.folder).resolve()),
            why=why,
            allows=_OUTSIDE if wish.outside else _INSIDE if self.walled else _UNWALLED,
            remember=tuple(entry.prefix for entry in entries),
            session=_is_change(wish),
        )
        answer = await self.asker.ask(question)
        match answer.says:
            case "stop":
                self.stop.set()
                await asyncio.Event().wait()  # the task is being cancelled; the call stays open
            case "no":
                words = f" They say: {answer.words}" if answer.words else ""
                return _refused(call, f"The person said no to this.{words}", wish.text, "person")
            case "remember":
                self.choices.allow(self.project, entries)
            case "session":
                self.standing.patches = _is_change(wish)
        if answer.patch is not None:
            return _in_part(call, answer.patch, answer.words)
        return _allowed(call, Ruling("allow", "person"), wish)


def _is_change(wish: Wish) -> bool:
    return wish.kind == "patch" and not wish.outside


_NOBODY = (
    "{why} There is nobody to ask here, so it was not run. Do without it, or say what is needed "
    "and why."
)
_OUTSIDE = "it runs once WITHOUT WALLS: with all your rights, your files and the network"
_INSIDE = "it runs once, inside the walls"
_UNWALLED = "it runs once, with all your rights: this session has no walls"


def _refused(call: Call, why: str, command: str = "", by: str = "policy") -> Decision:
    record = Decided(call_id=call.call_id, allowed=False, reason=why, by=by, command=command)
    return Decision(allowed=False, reason=why, records=(record,))


def _in_part(call: Call, patch: str, words: str) -> Decision:
    """Allow what is left of a patch; the model is told what is not."""
    updated = narrowing(call, patch)
    try:
        left = rewritten(call, updated)
    except UsageError as error:
        why = f"{words} What is left cannot be applied, so nothing was written: {error.message}"
        return _refused(call, why, patch, "person")
    record = Decided(
        call_id=call.call_id, allowed=True, reason=words, by="person", command=patch,
        updated=updated,
    )  # fmt: skip
    return Decision(allowed=True, reason=words, records=(record,), call=left)


def _allowed(call: Call, said: Ruling, wish: Wish) -> Decision:
    """Allow a call; that nothing had to be decided is not worth a record."""
    if not said.why:
        return Decision(allowed=True, outside=wish.outside)
    record = Decided(
        call_id=call.call_id, allowed=True, by=said.why, outside=wish.outside, command=wish.text
    )
    return Decision(allowed=True, outside=wish.outside, records=(record,))
