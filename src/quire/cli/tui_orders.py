"""What can be typed after a slash: the table, and what concerns the session alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from quire.cli.jsonl import compaction_in_words
from quire.cli.options import APPROVALS, EFFORTS
from quire.cli.tui_lines import Line, diff, gauge, money
from quire.cli.tui_work import Desk
from quire.errors import UsageError
from quire.models import catalogue
from quire.models.catalogue import EMBEDDED

HELP: Mapping[str, str] = {
    "model": "/model NAME: ask this model from the next message on",
    "effort": f"/effort LEVEL: {', '.join(EFFORTS)}",
    "approvals": f"/approvals MODE: {', '.join(APPROVALS)}",
    "compact": "make the conversation shorter now",
    "diff": "what changed in the folder since the session began",
    "undo": "put files and conversation back to before the last message",
    "review": "/review [WORDS]: review what is not committed; changes nothing",
    "continue": "go on with a message that was stopped",
    "resume": "choose a session of this folder",
    "new": "begin a new session with the next message",
    "status": "session, model, context, cost",
    "help": "this list",
    "quit": "leave; the session is kept",
}
KEYS = (
    "Enter sends · Ctrl-J new line · Esc stops · Ctrl-C twice leaves",
    "Ctrl-O opens and folds the last output · PageUp, PageDown scroll",
    "Tab goes to the outputs, there Enter opens and folds one",
    "A message that is sent while it works reaches the model at its next step.",
)
WHILE_WORKING = frozenset({"model", "effort", "approvals", "status", "help", "quit"})
_Command = Callable[[Desk, str], Awaitable[list[Line]]]


def parsed(text: str) -> tuple[str, str] | None:
    """Return the command and its words, None for a message. Raises UsageError for no command.

    A path such as /etc/hosts begins a message.
    """
    if not text.startswith("/"):
        return None
    name, _, words = text[1:].partition(" ")
    if "/" in name or not name.isalpha():
        return None
    if name not in HELP:
        raise UsageError(f"There is no /{name}.", hint="See /help.")
    return name, words.strip()


async def told(desk: Desk, name: str, words: str) -> list[Line]:
    """Carry out a command that concerns the session alone; return its answer."""
    return await _COMMANDS[name](desk, words)


async def _model(desk: Desk, words: str) -> list[Line]:
    if not words:
        own = [e.id for e in catalogue.entries() if e.creator == EMBEDDED]
        return [Line(f"The model is {desk.meter().model}. /model NAME; own: {', '.join(own)}")]
    desk.change(model=words)
    return [Line(f"From the next message on {words} is asked.")]


async def _effort(desk: Desk, words: str) -> list[Line]:
    desk.change(effort=_one_of(words, EFFORTS, "effort"))
    return [Line(f"From the next message on the effort is {words}.")]


async def _approvals(desk: Desk, words: str) -> list[Line]:
    desk.change(approvals=_one_of(words, APPROVALS, "approvals"))
    return [Line(f"From the next message on approvals are {words}.")]


def _one_of(words: str, known: tuple[str, ...], name: str) -> str:
    if words not in known:
        raise UsageError(f"/{name} takes one of {', '.join(known)}.", param=name)
    return words


async def _compact(desk: Desk, words: str) -> list[Line]:
    record = await desk.compact(words)
    return [Line(compaction_in_words(record) if record else "There is nothing to gain.")]


async def _diff(desk: Desk, words: str) -> list[Line]:
    return diff(await desk.diff()) or [Line("Nothing changed since the session began.")]


async def _undo(desk: Desk, words: str) -> list[Line]:
    return [Line(f"Back to before turn {await desk.undo()}: files and conversation.", "bold")]


async def _status(desk: Desk, words: str) -> list[Line]:
    meter = desk.meter()
    session = desk.session.id if desk.session else "none yet"
    return [
        Line(f"session  {session}"),
        Line(f"folder   {desk.order.directory}"),
        Line(f"model    {meter.model}{f', effort {meter.effort}' if meter.effort else ''}"),
        Line(f"context  {gauge(meter.used, meter.window)}, last request {meter.used:,} tokens"),
        Line(f"cost     {money(meter.cost)}"),
        *([Line("changes  of files are allowed in this session")] if desk.standing.patches else []),
    ]


async def _help(desk: Desk, words: str) -> list[Line]:
    return [*(Line(f"/{name:<10} {text}") for name, text in HELP.items()), *map(Line, KEYS)]


_COMMANDS: Mapping[str, _Command] = {
    "model": _model,
    "effort": _effort,
    "approvals": _approvals,
    "compact": _compact,
    "diff": _diff,
    "undo": _undo,
    "status": _status,
    "help": _help,
}
