"""The engine's items made ready to leave: ids, shown and hidden reasoning, usage, formats."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from quire.engine.deeds import wish_of
from quire.engine.notes import Note, write_note
from quire.engine.shapes import Verdict, shaped
from quire.protocol import items
from quire.protocol.items import Item, Part
from quire.protocol.narration import PREFIXES
from quire.protocol.requests import Request
from quire.protocol.responses import OutputDetails, Usage

# The rule of thumb for English and code: four characters a token.
CHARACTERS_PER_TOKEN = 4
# Tools by which Codex is known: it shows its person no part of the kind `refusal`.
_CODEX = frozenset({"exec_command", "shell_command"})
# Advice to ask a model, as an end of a sentence or as one of its own.
_ADVICE = r"\ba model could[^:\n]*: set --model and OPENAI_API_KEY( or OPENAI_BASE_URL)?"
_ADVISED = re.compile(
    rf";\s*{_ADVICE}|(?:(?<=[.!?])\s+|(?:\A|(?<=\n))(?=\S))[^.;\n]*?{_ADVICE}\.?", re.IGNORECASE
)
_ENCRYPTED = "reasoning.encrypted_content"


class Answer(Struct, frozen=True, kw_only=True):
    """What a job decided: thoughts, one a paragraph, then calls or the verdict."""

    thoughts: tuple[str, ...]
    calls: tuple[Item, ...] = ()
    verdict: Verdict | None = None
    note: Note = Note()


def finished(
    answer: Answer, request: Request, *, passes_up: bool = False
) -> tuple[tuple[Item, ...], Usage]:
    """Return the items of an answer and its usage.

    With `passes_up` another model is asked next, so no answer advises to ask one.
    A summary is shown when the request asks for one, the note is carried when it asks for
    encrypted reasoning, and with effort `none` there is no reasoning item at all. Equal requests
    give equal ids.
    """
    silent = request.reasoning is not None and request.reasoning.effort == "none"
    reasoning = () if silent else (_reasoning(answer, request),)
    calls = answer.calls
    if request.parallel_tool_calls is False:
        calls = calls[:1]
    message = () if answer.verdict is None else (_message(answer.verdict, request, passes_up),)
    whole = tuple(_named((*reasoning, *calls, *message), fingerprint(request)))
    thought = 0 if silent else tokens("\n".join(answer.thoughts))
    told = sum(tokens(_words(item)) for item in (*calls, *message))
    return whole, _usage(tokens(request.body().decode()), told, thought)


def fingerprint(request: Request) -> str:
    """Return the hash that the ids of an answer are made from: equal requests, equal ids."""
    plain = msgspec.structs.replace(
        request, stream=None, store=None, metadata=None, prompt_cache_key=None
    )
    return hashlib.sha256(plain.body()).hexdigest()


def tokens(text: str) -> int:
    """Return how many tokens a text counts for, rounded up."""
    return -(-len(text) // CHARACTERS_PER_TOKEN)


def _words(item: Item) -> str:
    """Return what an item says: the text of a message, the commands or the patch of a call."""
    if isinstance(item, items.Message):
        return items.text_of(item.content)
    return "\n".join(wish_of(item)[1:])


def _usage(given: int, told: int, thought: int) -> Usage:
    return Usage(
        input_tokens=given,
        output_tokens=told + thought,
        output_tokens_details=OutputDetails(reasoning_tokens=thought),
        total_tokens=given + told + thought,
    )


def _reasoning(answer: Answer, request: Request) -> items.Reasoning:
    asked = request.reasoning.summary if request.reasoning else None
    shown = {None: 0, "concise": 1}.get(asked, len(answer.thoughts))
    return items.Reasoning(
        summary=tuple(Part(type="summary_text", text=text) for text in answer.thoughts[:shown]),
        encrypted_content=write_note(answer.note) if _ENCRYPTED in request.include else None,
    )


def _message(verdict: Verdict, request: Request, passes_up: bool) -> items.Message:
    part = shaped(verdict, request.text)
    if passes_up:
        part = _unadvised(part)
    if part.type == "refusal" and any(tool.get("name") in _CODEX for tool in request.tools):
        part = items.output_text(items.text_of((part,)))
    return items.Message(role="assistant", content=(part,), status="completed")


def _unadvised(part: Part) -> Part:
    text = _ADVISED.sub("", items.text_of((part,))).strip()
    return msgspec.structs.replace(part, **{part.type.removeprefix("output_"): text})


def _named(output: Iterable[Item], key: str) -> Iterable[Item]:
    for place, item in enumerate(output):
        name = hashlib.sha256(f"{key}:{place}".encode()).hexdigest()[:32]
        fields = {"id": PREFIXES.get(items.kind_of(item), "item_") + name}
        if "call_id" in item.__struct_fields__:
            fields["call_id"] = f"call_{name}"
        yield msgspec.structs.replace(item, **fields)
