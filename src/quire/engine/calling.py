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
from quire.engine.talk import MODEL
from quire.errors import InvalidRequest
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


def forced(conversation: Conversation) -> bool:
    """Tell whether a call is demanded, and only of functions that are nobody's hands."""
    hands = conversation.hands
    handless = hands.runner is None and hands.patcher is None
    demanded = demands_call(conversation.request.tool_choice)
    return demanded and handless and bool(_functions(conversation))


def demands_call(choice: str | Json | None) -> bool:
    """Tell whether a tool choice demands a call of some tool."""
    if isinstance(choice, str) or choice is None:
        return choice == "required"
    return choice.get("type") != "allowed_tools" or choice.get("mode") == "required"


def advance(conversation: Conversation) -> Answer:
    """Return the call, or what the called functions answered.

    Raises InvalidRequest where a call is demanded whose arguments the order does not hold.
    """
    answered = _answered(conversation)
    if answered:
        text = "\n\n".join(answered)
        return Answer(
            thoughts=("The function has answered; I pass its words on.",),
            verdict=Verdict(text=text, outcome="answered"),
        )
    tool = _wanted(conversation) or {}
    arguments = filled(tool.get("parameters"), conversation.order.text)
    if arguments.missing:
        raise _unfilled(tool, arguments.missing)
    return Answer(
        thoughts=(f"The order is one for the function {tool.get('name')}.",),
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
    text = conversation.order.text

    def whole(tool: Json) -> bool:
        return not filled(tool.get("parameters"), text).missing

    best = max(functions, key=lambda tool: (_likeness(tool, text), whole(tool)))
    if demands_call(conversation.request.tool_choice):
        return best
    return best if _likeness(best, text) == 1.0 and whole(best) else None


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


def _likeness(tool: Json, text: str) -> float:
    """Return the share of a function's telling words that the order holds."""
    words = {word.lower() for word in _WORD.findall(str(tool.get("name")))} - _FILLERS
    said = text.lower()
    return sum(word in said for word in words) / len(words) if words else 0.0


def _unfilled(tool: Json, missing: tuple[str, ...]) -> InvalidRequest:
    named = ", ".join(f"'{name}'" for name in missing)
    return InvalidRequest(
        f"Invalid value for 'tool_choice': a call of the function '{tool.get('name')}' needs "
        f"{named}, for which the order holds no value that this engine can see.",
        hint=f"Say the value in the order, or leave the choice to 'auto'; {MODEL}.",
        param="tool_choice",
        code="unsupported_value",
    )


def _call(tool: Json, arguments: Filled) -> Item:
    namespace = tool.get("namespace")
    return items.FunctionCall(
        call_id="",
        name=str(tool.get("name")),
        namespace=namespace if isinstance(namespace, str) else None,
        arguments=msgspec.json.encode(arguments.values).decode(),
        status="completed",
    )
