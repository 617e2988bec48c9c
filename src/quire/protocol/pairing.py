"""The pairing rules: every output has its call, every call its output, reasoning its item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from quire.errors import InvalidRequest
from quire.protocol.items import (
    Call,
    Compaction,
    Item,
    Message,
    Output,
    Reasoning,
    answered,
    kind_of,
    pending_calls,
)


def check_pairs(context: Sequence[Item]) -> None:
    """Refuse a context that a model cannot go on from.

    `context` is all there is: stored items, then those of the request. An output that comes after
    a compaction may belong to a call in it. Raises InvalidRequest in the words of OpenAI's API,
    which clients look for.
    """
    calls: set[str] = set()
    folded = False
    for place, item in enumerate(context):
        if isinstance(item, get_args(Call)):
            calls |= {item.call_id, item.id or item.call_id}
        elif isinstance(item, Compaction):
            folded = True
        elif isinstance(item, get_args(Output)) and answered(item) not in calls and not folded:
            raise _unpaired(f"No tool call found for {_words(item)} with call_id {answered(item)}.")
        elif isinstance(item, Reasoning) and item.id and not _followed(context, place):
            raise _unpaired(
                f"Item '{item.id}' of type 'reasoning' was provided without its required "
                "following item."
            )
    for call in pending_calls(context):
        raise _unpaired(f"No tool output found for {_words(call)} {call.call_id}.")


def _followed(context: Sequence[Item], place: int) -> bool:
    """Return whether a model's own item comes right after the one at `place`."""
    if place + 1 == len(context):
        return False
    following = context[place + 1]
    if isinstance(following, Message):
        return following.role == "assistant"
    return not isinstance(following, get_args(Output))


def _words(item: Item) -> str:
    return kind_of(item).replace("_", " ")


def _unpaired(message: str) -> InvalidRequest:
    return InvalidRequest(
        message,
        hint="Send each call together with its output, in the order in which they came.",
        param="input",
        code="invalid_value",
    )
