"""What an answer can cost at most, before anybody has been asked."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from quire.errors import RefusedError
from quire.gateway.compaction import CHARACTERS_PER_TOKEN
from quire.models.catalogue import cost
from quire.models.routes import Attempt
from quire.protocol.requests import Request
from quire.protocol.responses import Usage

MILLION = 1_000_000
# What an answer is booked with at most, in tokens and in millionths of a dollar: what a column and
# every reader of JSON can hold.
_LARGEST = 2**53
# What is named in a request and read elsewhere: its tokens are not counted by its bytes.
_ELSEWHERE = (
    b'"input_image"', b'"image_url"', b'"input_file"', b'"file_id"', b'"prompt":',
    b'"web_search_options"',
)  # fmt: skip
_CLIENTS_TOOLS = frozenset({"function", "custom", "apply_patch", "local_shell", "shell"})


def booked(usage: Usage) -> Usage:
    """Return a usage whose counts can be booked: an upstream may tell any number."""
    inside, outside = usage.input_tokens_details, usage.output_tokens_details
    counts = (
        usage.input_tokens, inside.cached_tokens, usage.output_tokens, outside.reasoning_tokens,
    )  # fmt: skip
    if min(counts) >= 0 and max(counts) <= _LARGEST:
        return usage
    given, cached, told, thought = (min(max(0, count), _LARGEST) for count in counts)
    return msgspec.structs.replace(
        usage,
        input_tokens=given,
        input_tokens_details=msgspec.structs.replace(inside, cached_tokens=cached),
        output_tokens=told,
        output_tokens_details=msgspec.structs.replace(outside, reasoning_tokens=thought),
    )


def in_millionths(dollars: float) -> int:
    """Return money as it is booked: never less than nothing, whatever an upstream tells."""
    return round(min(max(0.0, dollars * MILLION), _LARGEST))


def most(request: Request, attempts: Iterable[Attempt]) -> int:
    """Return the most that an answer can cost, whoever gives it, in millionths of a US dollar.

    A token has a byte at least; where images, files or an upstream's own tools add tokens, the
    model's whole window is counted. Raises RefusedError where a price, or a bound, is not known.
    """
    body = request.body()
    counted = not _adds(request, body)
    return max(_most(request, each, len(body) if counted else None) for each in attempts)


def _most(request: Request, attempt: Attempt, given: int | None) -> int:
    price, known = attempt.price, attempt.entry
    if price is not None and not (price.input or price.output):
        return 0
    given = known.input_window if given is None else given
    longest = request.max_output_tokens or known.output_window
    if price is None or longest is None or given is None:
        raise RefusedError(
            f"The model '{known.id}' has no known price: a key with a budget cannot ask it.",
            hint="Use a key without a budget, or a model of the catalogue.",
            param="model",
            code="price_unknown",
        )
    bound = Usage(input_tokens=given, output_tokens=longest)
    return round((cost(known, bound, price) or 0.0) * MILLION) + 1


def _adds(request: Request, body: bytes) -> bool:
    """Return whether tokens may be added that are not among the bytes of a request."""
    return any(word in body for word in _ELSEWHERE) or any(
        tool.get("type") not in _CLIENTS_TOOLS for tool in request.tools
    )


def estimate(request: Request) -> int:
    """Return about how many tokens a request has."""
    return -(-len(request.body()) // CHARACTERS_PER_TOKEN)


def too_dear(amount: int) -> RefusedError:
    """Return the refusal of what may cost `amount`, in millionths of a US dollar."""
    return RefusedError(
        f"You exceeded the budget of this key: up to ${amount / MILLION:.4f} would be needed.",
        hint="Set a lower 'max_output_tokens', or raise the key's budget.",
        code="insufficient_quota",
        status=429,
    )
