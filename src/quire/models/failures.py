"""What an upstream's failure means: its own words, whether to ask again, and when.

Shapes and rules: responses-api, errors; the error bodies of OpenRouter (integer codes), AI/ML API
(`statusCode`), vLLM (`object: error`) and FastAPI (`detail`) are read as well.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from quire.errors import ContextTooLong, TokensLimited, UpstreamError
from quire.protocol.items import Json

_LONGEST_WORDS = 500
_CODES = {
    400: "invalid_request",
    401: "invalid_api_key",
    402: "insufficient_credits",
    403: "permission_denied",
    404: "not_found",
    408: "timeout",
    413: "request_too_large",
    422: "invalid_request",
    429: "rate_limit_exceeded",
}
_HINTS = {
    "invalid_api_key": "Check the key of this upstream.",
    "insufficient_credits": "Add credit at the upstream, or choose another one.",
    "insufficient_quota": "Add credit at the upstream, or choose another one.",
    "permission_denied": "Check what the key may do, and the account's credit.",
    "not_found": "Check the model's name, and that the address ends where its API begins.",
    "model_not_found": "Name another model; this one may have been shut down. [models.successors] "
    "in config.toml names one that stands in for it.",
    "rate_limit_exceeded": "Wait a while, or raise the limit at the upstream.",
    "context_length_exceeded": "Shorten the conversation, or choose a model with a larger window.",
}
_AGAIN = frozenset({408, 409, 425, 429})
_NEVER = frozenset({501, 505})
_PERMANENT = frozenset(
    {
        "insufficient_quota",
        "insufficient_credits",
        "billing_hard_limit_reached",
        "usage_not_included",
        "model_not_found",
        "data_residency_mismatch",
        "bio_policy",
        "cyber_policy",
        "misalignment_policy_violation",
    }
)
# Inside an answer no HTTP status tells the caller's mistakes from the server's; names do.
_MISTAKES = (
    "invalid_",
    "image_",
    "unsupported_",
    "missing_",
    "unknown_",
    "authentication_",
    "permission_",
)
_PASSED_ON = frozenset({400, 404, 408, 413, 422, 429, 503})
_TOO_LONG_CODES = frozenset({"context_length_exceeded", "context_window_exceeded"})
_TOO_LONG = re.compile(
    r"context[ _](length|window)|prompt is too long|input is too long"
    r"|maximum prompt length|exceeds? the (available )?context",
    re.IGNORECASE,
)
_WAIT = re.compile(
    r"(?:try again|retry)\s+(?:in|after)\s+(?:(?P<m>\d+)\s*m(?:in\w*)?\s*(?=\d))?"
    r"(?P<n>\d+(?:\.\d+)?)\s*(?P<unit>ms|milliseconds?|minutes?|mins?|m|s|seconds?|secs?)\b",
    re.IGNORECASE,
)


class Complaint(Struct, frozen=True, kw_only=True):
    """What an upstream said went wrong; `status` is a number found inside the words."""

    message: str
    code: str = ""
    kind: str = ""
    param: str = ""
    status: int | None = None


def failure_of(
    name: str,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    now: float | None = None,
) -> UpstreamError:
    """Return the error that an answer with a failing HTTP status means.

    `name` is the provider's; `now` is the time in seconds since the epoch, for dates.
    """
    complaint = complaint_of(body)
    said = complaint.message or "(no words in the body)"
    message = f"{name} answered {status}: {said}"
    asked = _asked_by_header(headers, time.time() if now is None else now)
    if asked is None:
        asked = asked_in(complaint.message)
    forced = {"true": True, "false": False}.get(headers.get("x-should-retry", "").lower())
    error = _error(message, complaint, status, asked=asked, forced=forced)
    error.provider = name
    return error


def failure_within(name: str, complaint: Complaint) -> UpstreamError:
    """Return the error that a complaint inside an answer of status 200 means."""
    said = complaint.message or complaint.code or "a failure without words"
    message = f"{name} reported: {said}"
    error = _error(message, complaint, complaint.status, asked=asked_in(said), forced=None)
    error.provider = name
    return error


def complaint_of(body: bytes) -> Complaint:
    """Read the words of an error body, be it JSON, HTML, text or nothing."""
    try:
        whole: object = msgspec.json.decode(body)
    except (msgspec.DecodeError, ValueError):
        return Complaint(message=words_of(body))
    return complaint_in(whole)


def complaint_in(whole: object) -> Complaint:
    """Read the words of a decoded error object, nested or flat."""
    if isinstance(whole, list) and whole:
        whole = whole[0]
    if not isinstance(whole, Mapping):
        return Complaint(message=_shortened(str(whole or "")))
    inner = whole.get("error")
    fields: Json = {**whole, **inner} if isinstance(inner, Mapping) else whole
    code = _text(fields.get("code"))
    return Complaint(
        message=_shortened(_message(fields)),
        code="" if code.isdigit() else code,
        kind=_text(fields.get("error_type")) or _text(fields.get("type")),
        param=_text(fields.get("param")),
        status=_number(fields.get("code")) or _number(fields.get("statusCode")),
    )


def words_of(body: bytes) -> str:
    """Return the readable words of a body that is not JSON, at most 500 characters."""
    from html import unescape

    text = body.decode("utf-8", errors="replace")
    title = re.search(r"<title[^>]*>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
    kept = re.sub(r"(?is)<(script|style|title)\b.*?</\1>|<[^>]*>", " ", text)
    whole = f"{title.group(1)}: {kept}" if title else kept
    return _shortened(unescape(whole).strip().removesuffix(":"))


def asked_in(words: str) -> float | None:
    """Return the seconds of a phrase like "try again in 1m2.5s", None where there is none."""
    found = _WAIT.search(words)
    if found is None:
        return None
    number, unit = float(found["n"]), found["unit"].lower()
    scale = 0.001 if unit.startswith(("ms", "milli")) else 60.0 if unit.startswith("m") else 1.0
    return 60.0 * float(found["m"] or 0) + number * scale


def _error(
    message: str,
    complaint: Complaint,
    status: int | None,
    *,
    asked: float | None,
    forced: bool | None,
) -> UpstreamError:
    if _too_long(complaint, status):
        return ContextTooLong(message, hint=_HINTS["context_length_exceeded"])
    code = _code(complaint, status)
    kind = TokensLimited if (status, complaint.kind) == (429, "tokens") else UpstreamError
    error = kind(
        message,
        hint=_HINTS.get(code, ""),
        code=code,
        status=status if status in _PASSED_ON else 502,
        retryable=_worth_asking_again(complaint, status) if forced is None else forced,
        retry_after=asked,
    )
    if error.status < 500 or status is None:  # else the fault is none of the caller's
        error.param = complaint.param or None
    return error


def _too_long(complaint: Complaint, status: int | None) -> bool:
    if {complaint.code, complaint.kind} & _TOO_LONG_CODES:
        return True
    return status in (None, 400, 413, 422) and bool(_TOO_LONG.search(complaint.message))


def _code(complaint: Complaint, status: int | None) -> str:
    if complaint.code:
        return complaint.code
    if complaint.kind in _HINTS:
        return complaint.kind
    return _CODES.get(status or 500, "server_error")


def _worth_asking_again(complaint: Complaint, status: int | None) -> bool:
    if {complaint.code, complaint.kind} & _PERMANENT and (status or 0) < 500:
        return False
    if status is None:
        return not complaint.code.startswith(_MISTAKES) and not complaint.kind.startswith(_MISTAKES)
    return status in _AGAIN or (status >= 500 and status not in _NEVER)


def _asked_by_header(headers: Mapping[str, str], now: float) -> float | None:
    milliseconds = _seconds(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000.0
    value = headers.get("retry-after", "")
    seconds = _seconds(value)
    if seconds is not None:
        return seconds
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except ValueError:
        return None


def _seconds(value: str) -> float | None:
    return float(value) if re.fullmatch(r"\d+(\.\d+)?", value.strip()) else None


def _message(fields: Json) -> str:
    for name in ("message", "error", "detail", "title"):
        value = fields.get(name)
        if isinstance(value, str) and value:
            metadata = fields.get("metadata")
            raw = metadata.get("raw") if isinstance(metadata, Mapping) else None
            return f"{value} ({raw})" if raw else value
    detail = fields.get("detail") or fields.get("message")
    return msgspec.json.encode(detail).decode() if detail else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    text = str(value) if isinstance(value, int | str) else ""
    return int(text) if re.fullmatch(r"[1-5]\d\d", text) else None


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_WORDS else line[: _LONGEST_WORDS - 1] + "…"
