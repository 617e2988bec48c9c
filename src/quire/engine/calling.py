"""The job of calling a function that the request demands, or that the order plainly names."""

from __future__ import annotations

import re

import msgspec

from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.deeds import ran
from quire.engine.filling import Filled, filled
from quire.engine.hands import chosen, flat
from quire.engine.notes import Note
from quire.engine.shapes import Verdict
from quire.protocol import items
from quire.protocol.items import Item, Json

JOB = "call"
_WORD = re.compile(r"[A-Za-z][a-z]*|\d+")
# Words of a function's name that say how, not what.
_FILLERS = frozenset(
    ("get", "set", "fetch", "find", "look", "up", "lookup", "read", "do", "run", "the", "a", "of")
)


def recognise(conversation: Conversation) -> bool:
    """Tell whether a function was called for this order, or is to be called now."""
    return bool(_answered(conversation)) or _wanted(conversation) is not None


def advance(conversation: Conversation) -> Answer:
    """Return the call, or what the called functions answered."""
    answered = _answered(conversation)
    if answered:
        text = "\n\n".join(answered)
        return Answer(
            thoughts=("The function has answered; I pass its words on.",),
            verdict=Verdict(text=text, outcome="answered"),
        )
    tool = _wanted(conversation) or {}
    arguments = filled(tool.get("parameters"), conversation.order.text)
    return Answer(
        thoughts=(_thought(tool, arguments),),
        calls=(_call(tool, arguments),),
        note=Note(job=JOB, step="call"),
    )


def _answered(conversation: Conversation) -> list[str]:
    names = {str(tool.get("name")) for tool in _functions(conversation)}
    return [
        f"{deed.call.name}: {result.text.strip()}"
        for deed in conversation.deeds
        if isinstance(deed.call, items.FunctionCall) and deed.call.name in names
        for result in ran(deed)
    ]


def _wanted(conversation: Conversation) -> Json | None:
    """Return the function to call: the best named of those allowed, if any must or should be."""
    functions = _functions(conversation)
    if not functions or conversation.request.tool_choice == "none":
        return None
    best = max(functions, key=lambda tool: _likeness(tool, conversation.order.text))
    if _demanded(conversation.request.tool_choice):
        return best
    plain = _likeness(best, conversation.order.text) == 1.0
    whole = not filled(best.get("parameters"), conversation.order.text).guessed
    return best if plain and whole else None


def _functions(conversation: Conversation) -> tuple[Json, ...]:
    """Return the functions that are nobody's hands: those that run or patch are for jobs."""
    hands = conversation.hands
    own = [held[1] for held in (hands.runner, hands.patcher) if held] + [hands.waiter]
    return tuple(
        tool
        for tool in flat(conversation.request.tools)
        if tool.get("type") == "function"
        and tool not in own
        and chosen(tool, conversation.request.tool_choice)
    )


def _demanded(choice: str | Json | None) -> bool:
    if isinstance(choice, str) or choice is None:
        return choice == "required"
    return choice.get("type") == "function" or choice.get("mode") == "required"


def _likeness(tool: Json, text: str) -> float:
    """Return the share of a function's telling words that the order holds."""
    words = {word.lower() for word in _WORD.findall(str(tool.get("name")))} - _FILLERS
    said = text.lower()
    return sum(word in said for word in words) / len(words) if words else 0.0


def _thought(tool: Json, arguments: Filled) -> str:
    missing = ", ".join(arguments.guessed)
    doubt = f" The order holds no value for {missing}; I leave it empty." if missing else ""
    return f"The order is one for the function {tool.get('name')}.{doubt}"


def _call(tool: Json, arguments: Filled) -> Item:
    namespace = tool.get("namespace")
    return items.FunctionCall(
        call_id="",
        name=str(tool.get("name")),
        namespace=namespace if isinstance(namespace, str) else None,
        arguments=msgspec.json.encode(arguments.values).decode(),
        status="completed",
    )
