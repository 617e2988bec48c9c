"""A review carried out: the engine reads the change and runs the tests, then a model may think."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from quire.cli.options import Order
from quire.cli.reviewed import Outcome, Target, checked, prompt, review_in
from quire.cli.suggested import suggested
from quire.cli.wiring import ENGINE
from quire.engine.remarks import Remarks, Reviewed, read_remarks
from quire.engine.reviews import markdown
from quire.errors import QuireError
from quire.protocol import items, records
from quire.protocol.events import Event, OutputItemDone, TextDelta
from quire.protocol.items import Message
from quire.sandbox.git import git

# Who reads the diff and runs the tests before another model thinks about them.
FIRST = "quire/standard"


class Gathering:
    """Shows the work; keeps the answer and what the commands printed."""

    def __init__(self, show: Callable[[Event], None]) -> None:
        """Show events by `show`, but for those that are told in a review's own way."""
        self._show = show
        self._printed: list[str] = []
        self.answer = ""
        self.session = ""

    def show(self, event: Event) -> None:
        """Take in one event."""
        if isinstance(event, records.SessionStarted):
            self.session = event.id
        if isinstance(event, records.CommandOutput):
            self._printed.append(event.text)
        if isinstance(event, OutputItemDone) and isinstance(event.item, Message):
            self.answer = items.text_of(event.item.content)
        elif not isinstance(event, records.Receipt | records.TestsRun | TextDelta):
            self._show(event)

    def remarks(self) -> Remarks:
        """Return what the engine's program reported among all that was printed."""
        return read_remarks(("".join(self._printed),))


Running = Callable[[Order, Gathering], Awaitable[None]]
"""Carries an order out in a session of its own, and shows its events to the gathering."""


class Wanted(Struct, frozen=True, kw_only=True):
    """What is to be reviewed, by which model, and what the person says besides."""

    target: Target
    model: str
    words: str = ""
    security: bool = False


async def reviewed(
    order: Order, wanted: Wanted, run: Running, show: Callable[[Event], None]
) -> Outcome:
    """Return the review of a change, its findings held against the diff.

    Raises QuireError where nothing can be reviewed, UpstreamError where a model's answer is none.
    """
    own = wanted.model.startswith(ENGINE)
    with as_file(files("quire.cli") / "data" / "review.json") as schema:
        order = replace(order, schema=schema)
        gathering = Gathering(show)
        await run(replace(order, model=wanted.model if own else FIRST), gathering)
        report = gathering.remarks()
        if report.reviewed is None:
            raise _undone(gathering, report)
        if not own and report.reviewed.files:
            told = prompt(wanted.target, report, wanted.words, security=wanted.security)
            gathering = Gathering(show)
            await run(replace(order, model=wanted.model, prompt=told), gathering)
    review, dropped = checked(review_in(gathering.answer), report)
    reader = partial(content, report.reviewed)
    review, unfit = await asyncio.to_thread(suggested, review, report.reviewed.root, reader)
    return Outcome(
        review=review, reviewed=report.reviewed, model=wanted.model, session=gathering.session,
        dropped=dropped + (report.reviewed.dropped if own else 0), suggestions_dropped=unfit,
    )  # fmt: skip


def in_words(outcome: Outcome) -> str:
    """Return a review as Markdown for people."""
    dropped = outcome.suggestions_dropped
    told = f"\n\nSuggestions that do not fit, left out: {dropped}." if dropped else ""
    return f"{markdown(outcome.review, outcome.reviewed.root)}{told}"


def content(reviewed: Reviewed, path: str) -> bytes | None:
    """Return a changed file as it is under review; None where it has gone."""
    root = Path(reviewed.root)
    if reviewed.commit:
        words = ("cat-file", "blob", f"{reviewed.commit}:./{path}")
        done = asyncio.run(git(words, work_tree=root))
        return done.stdout if done.exit_code == 0 else None
    whole = root / path
    return whole.read_bytes() if whole.is_file() and not whole.is_symlink() else None


def _undone(gathering: Gathering, report: Remarks) -> QuireError:
    over = report.over
    reason = over.reason if over and over.reason else gathering.answer or "no result came back"
    hint = f"It needs {over.learned}." if over and over.learned else ""
    return QuireError(f"Not reviewed: {reason}.", hint=hint)
