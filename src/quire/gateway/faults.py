"""Errors as clients get them: status, JSON body and headers; the words of whatever went wrong."""

from __future__ import annotations

import logging
import math
import re
import traceback

import msgspec

from quire.errors import QuireError, TokensLimited, UpstreamError, error_body, shortened
from quire.gateway.exchange import Headers, Reply

_LOG = logging.getLogger("quire.gateway")
_KINDS = {401: "authentication_error", 403: "permission_error", 429: "requests"}
_KINDS_BY_CODE = {"insufficient_quota": "insufficient_quota"}
_SERVER = "server_error"
# How many characters a message may have: some quote what a client sent.
_LONGEST = 1_000
_QUOTED = re.compile("'([^']{101,})'")
_JSON = (b"content-type", b"application/json")


def reply_of(error: QuireError) -> Reply:
    """Return the answer that reports `error` (responses-api, errors and headers)."""
    return Reply(msgspec.json.encode(body_of(error)), error.status, (_JSON, *_waiting(error)))


def body_of(error: QuireError) -> dict[str, dict[str, str | None]]:
    """Return the JSON body that reports `error`, its next step included."""
    body = error_body(error)
    body["error"]["message"] = words_of(error)
    kind = "tokens" if isinstance(error, TokensLimited) else _KINDS.get(error.status)
    named = _KINDS_BY_CODE.get(error.code) or kind
    body["error"]["type"] = named or body["error"]["type"]
    return body


def words_of(error: QuireError) -> str:
    """Return what a client is told; a wait is said in the words that clients look for."""
    wait = _wait(error)
    asked = f"Please try again in {wait:g}s." if wait is not None else ""
    message = error.message
    if len(message) > _LONGEST:
        message = shortened(_QUOTED.sub(_briefly, message), _LONGEST)
    return " ".join(part for part in (message, error.hint, asked) if part)


def _briefly(quoted: re.Match[str]) -> str:
    return f"'{shortened(quoted[1])}'"


def code_within(error: QuireError) -> str:
    """Return the code for an error that is told inside an answer that has begun."""
    return _SERVER if error.status >= 500 else error.code


def ours_told() -> Told:
    """Turn a fault of ours into an error that a client can be told; its values stay inside."""
    return _TOLD


class Told:
    """A block whose faults are told; one for all, since it keeps nothing."""

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> None:
        """End it. Raises QuireError for a fault."""
        if not isinstance(error, Exception) or isinstance(error, QuireError):
            return
        _LOG.error("%s at %s", type(error).__name__, _place(error))
        raise QuireError(
            "The server had an error while processing your request.", code=_SERVER
        ) from error


_TOLD = Told()


def _place(error: Exception) -> str:
    *_, (frame, line) = traceback.walk_tb(error.__traceback__)
    return f"{frame.f_code.co_filename}:{line}"


def _wait(error: QuireError) -> float | None:
    return error.retry_after if isinstance(error, UpstreamError) else None


def _waiting(error: QuireError) -> Headers:
    wait = _wait(error)
    if wait is None:
        return () if error.retryable or error.status < 429 else ((b"x-should-retry", b"false"),)
    return (
        (b"retry-after", b"%d" % math.ceil(wait)),
        (b"retry-after-ms", b"%d" % math.ceil(wait * 1000)),
    )
