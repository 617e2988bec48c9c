"""A context against its model: what it cannot take is refused, too much of it cut or refused.

How many tokens a text has is known only where it is read, so counts here are estimates. A request
is refused only when it is too long by the lowest of them; else the upstream decides.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from quire.errors import InvalidRequest
from quire.models.catalogue import entry
from quire.protocol import items
from quire.protocol.items import Item, Part
from quire.protocol.pairing import check_pairs
from quire.protocol.requests import Request

# Characters that a token has on average, and at most over a whole context.
_USUALLY, _AT_MOST = 4, 6
# Parts that few models take, by what they hold.
_KINDS = {"input_audio": "audio", "input_video": "video"}
# An image counts by its size in pixels, which is not known here; this is a usual one, in tokens.
_IMAGE = 1_000


def within(request: Request) -> Request:
    """Return `request` with no more input than its model takes.

    With `truncation` set to `auto` the oldest items are left out, each call with its output.
    Raises InvalidRequest `context_length_exceeded`, and `unsupported_value` for a kind of content
    that a model of the catalogue does not take.
    """
    known = entry(request.model)
    if known.endpoints:
        _check_kinds(request, known.inputs)
    window = known.input_window
    if window is None or sum(len(item.wire()) for item in request.input) <= _USUALLY * window:
        return request
    weights = [_characters(item) for item in request.input]
    head = len(request.instructions or "") + sum(len(str(tool)) for tool in request.tools)
    if request.rest.get("truncation") == "auto":
        kept = _newest(request.input, weights, _USUALLY * window - head)
        if kept:
            return msgspec.structs.replace(request, input=kept)
    elif head + sum(weights) <= _AT_MOST * window:
        return request
    raise InvalidRequest(
        "Your input exceeds the context window of this model: it has more than "
        f"{(head + sum(weights)) // _AT_MOST} tokens, and {request.model} takes {window}.",
        hint="Shorten it, compact it (POST /v1/responses/compact), or send 'truncation': 'auto'.",
        param="input",
        code="context_length_exceeded",
    )


def _check_kinds(request: Request, taken: Sequence[str]) -> None:
    """Refuse audio and video that a model does not take; what is not known here, it may judge."""
    for place, item in enumerate(request.input):
        content = item.content if isinstance(item, items.Message) else ()
        for part in content:
            kind = _KINDS.get(part.type) if isinstance(part, Part) else None
            if kind and kind not in taken:
                raise InvalidRequest(
                    f"Invalid value for 'input[{place}].content': {request.model} does not take "
                    f"{kind}.",
                    hint=f"It takes {' and '.join(taken)}.",
                    param=f"input[{place}].content",
                    code="unsupported_value",
                )


def _newest(context: Sequence[Item], weights: Sequence[int], room: int) -> tuple[Item, ...]:
    """Return the longest end of a context that fits and that a model can go on from."""
    start = len(context)
    while start and room >= weights[start - 1]:
        start -= 1
        room -= weights[start]
    for first in range(start, len(context)):
        kept = tuple(context[first:])
        if _can_begin(kept):
            return kept
    return ()


def _can_begin(context: Sequence[Item]) -> bool:
    try:
        check_pairs(context)
    except InvalidRequest:
        return False
    return True


def _characters(item: Item) -> int:
    """Return about how many characters of text an item counts for."""
    content = item.content if isinstance(item, items.Message) else ()
    images = [part for part in content if isinstance(part, Part) and part.type == "input_image"]
    data = sum(len(part.image_url) for part in images if isinstance(part.image_url, str))
    return len(item.wire().decode("utf-8", "replace")) - data + len(images) * _IMAGE * _USUALLY
