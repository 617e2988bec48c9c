"""A script: the answers, right and faulty, that a scripted Model gives one after the other.

As a file it is TOML (`[[answer]]` tables) or JSON (`{"answer": [...]}`):

    [[answer]]
    reasoning = "The test runner first."
    shell = ["pytest -q"]

    [[answer]]
    fault = "rate_limit"
    retry_after = 3

    [[answer]]
    text = "Done."
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from quire.errors import SettingsError
from quire.protocol import items
from quire.protocol.items import Json
from quire.protocol.narration import PREFIXES
from quire.protocol.responses import Usage

FaultKind = Literal[
    "rate_limit",
    "quota",
    "server_error",
    "context_length",
    "unauthorized",
    "html_error",
    "cut",
    "cut_after_call",
    "unfinished",
    "garbage",
    "html",
    "empty_body",
    "empty",
    "error_event",
    "failed",
    "incomplete",
    "silent",
]


class FunctionWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A call of a function tool; `arguments` may be an object or JSON text."""

    name: str
    arguments: str | dict[str, object] = {}


class Answer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One answer: what it says and does, or the fault that it suffers.

    `items` holds further items as they are on the wire. `message` and `retry_after` (seconds)
    are the words and the wish of a fault; `after` the events that come before a cut; `pause`
    the seconds before each piece; `times` how often the answer is given. `session` says that it is
    for one conversation alone: the first that asks, as its `prompt_cache_key` tells, is number 1.
    """

    reasoning: str = ""
    text: str = ""
    shell: tuple[str, ...] = ()
    calls: tuple[FunctionWish, ...] = ()
    items: tuple[Json, ...] = ()
    usage: Usage = Usage()
    fault: FaultKind | None = None
    message: str = ""
    retry_after: float | None = None
    after: int = 4
    pause: float = 0.0
    times: int = 1
    session: int | None = None


class Script(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answers in their order, and the name of the model that gives them."""

    answer: tuple[Answer, ...]
    model: str = "scripted"

    def turns(self) -> tuple[Answer, ...]:
        """Return the answers with every repetition written out."""
        return tuple(answer for answer in self.answer for _ in range(answer.times))


class Turns:
    """The answers of a script that are left to give."""

    def __init__(self, script: Script) -> None:
        """Begin with all of them."""
        self._left = list(script.turns())
        self._sessions: dict[str | None, int] = {}

    def next(self, key: str | None) -> Answer | None:
        """Return the next answer for the conversation with this key, None where none is left."""
        session = self._sessions.setdefault(key, len(self._sessions) + 1)
        for place, answer in enumerate(self._left):
            if answer.session in (None, session):
                return self._left.pop(place)
        return None


def saying(*output: items.Item) -> Answer:
    """Return an answer that consists of `output`."""
    return Answer(items=tuple(msgspec.json.decode(item.wire()) for item in output))


def load(path: Path) -> Script:
    """Read a script from a TOML or JSON file.

    Raises SettingsError that names the file and the field.
    """
    try:
        data = path.read_bytes()
        if path.suffix == ".toml":
            return msgspec.toml.decode(data, type=Script)
        return msgspec.json.decode(data, type=Script)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise SettingsError(
            f"The script {path} cannot be read: {error}",
            hint="Write [[answer]] tables with text, shell, calls, items or fault.",
            param="script",
        ) from error


def output_of(answer: Answer, turn: int) -> tuple[items.Item, ...]:
    """Return the items of the answer of `turn`, counted from 1, with ids that name the turn."""
    return tuple(
        _named(item, turn, place) for place, item in enumerate(_items(answer, turn), start=1)
    )


def _items(answer: Answer, turn: int) -> Iterator[items.Item]:
    if answer.reasoning:
        part = items.Part(type="summary_text", text=answer.reasoning)
        yield items.Reasoning(summary=(part,))
    if answer.text:
        part = items.output_text(answer.text)
        yield items.Message(role="assistant", content=(part,), status="completed")
    if answer.shell:
        action = items.ShellAction(commands=answer.shell)
        yield items.ShellCall(call_id=f"call_{turn}_shell", action=action, status="completed")
    for place, wish in enumerate(answer.calls, start=1):
        arguments = wish.arguments
        yield items.FunctionCall(
            call_id=f"call_{turn}_{place}",
            name=wish.name,
            arguments=arguments
            if isinstance(arguments, str)
            else msgspec.json.encode(arguments).decode(),
            status="completed",
        )
    for fields in answer.items:
        yield items.read_item(msgspec.json.encode(fields), param="answer.items")


def _named(item: items.Item, turn: int, place: int) -> items.Item:
    if item.id:
        return item
    prefix = PREFIXES.get(items.kind_of(item), "item_")
    return items.changed(item, id=f"{prefix}{turn}_{place}")
