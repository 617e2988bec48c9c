"""Errors in the shape that a path's clients read: OpenAI's, OpenRouter's or Vercel's.

Sources: chat-completions, OpenRouter errors (integer codes); Vercel AI Gateway, errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import copy

import msgspec
from msgspec import Struct

from quire.errors import QuireError, UpstreamError, shortened
from quire.gateway import faults
from quire.gateway.exchange import Reply, Scope, headers_of
from quire.protocol.responses import Response

_VERCEL = re.compile(r"/v[1-4]/ai(/|$)")
_OPENROUTER = re.compile(r"/api/v1(/|$)")
_UNPAID = 402
# What hints say that are of no use to clients of another dialect.
_OURS = "POST /v1/responses of the Responses API"
# Codes of ours by OpenRouter's names, where the status alone does not tell.
_NAMES = {
    "context_length_exceeded": "context_length_exceeded",
    "insufficient_quota": "payment_required",
    "model_not_found": "not_found",
    "no_provider": "provider_unavailable",
    "upstream_not_configured": "provider_unavailable",
    "timeout": "timeout",
}
_NAMES_BY_STATUS = {
    400: "invalid_request",
    401: "authentication",
    403: "permission_denied",
    404: "not_found",
    408: "timeout",
    413: "payload_too_large",
    422: "unprocessable",
    429: "rate_limit_exceeded",
    502: "provider_unavailable",
    503: "provider_unavailable",
}
_KINDS = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "forbidden",
    404: "not_found",
    413: "invalid_request_error",
    422: "invalid_request_error",
    424: "failed_dependency",
    429: "rate_limit_exceeded",
}


def refusal(scope: Scope, error: QuireError) -> Reply:
    """Return the answer that reports `error` to the client of a path."""
    path = str(scope.get("path", ""))
    for pattern, dialect in _DIALECTS:
        if pattern.match(path):
            error = _in_words_of(dialect, error)
    for pattern, write in _SHAPES:
        if pattern.match(path):
            return write(scope, error)
    return faults.reply_of(error)


class _Dialect(Struct, frozen=True):
    """Fields of the Responses API as a dialect calls them, and what describes it."""

    fields: Mapping[str, str]
    document: str


def _in_words_of(dialect: _Dialect, error: QuireError) -> QuireError:
    """Return an error about a request that was translated, with the fields that the client sent."""
    found = next((each for each in dialect.fields if _within(error.param, each)), None)
    if found is None:
        return error
    named, told = dialect.fields[found], copy(error)
    pattern = re.compile(rf"'{re.escape(found)}(?:[.\[][^']*)?'")
    told.message = pattern.sub(f"'{named}'", error.message)
    told.hint = f"Compare the body with {dialect.document}." if _OURS in error.hint else error.hint
    told.param = named
    return told


def _within(param: str | None, field: str) -> bool:
    return param is not None and (param == field or param.startswith((f"{field}.", f"{field}[")))


def openrouter_error(error: QuireError) -> dict[str, object]:
    """Return the inside of OpenRouter's error: an integer code, a message, what kind it is."""
    code = _UNPAID if error.code == "insufficient_quota" else error.status
    kind = _NAMES.get(error.code) or _NAMES_BY_STATUS.get(error.status, "server")
    metadata: dict[str, object] = {"error_type": kind}
    if error.param:
        metadata["param"] = error.param
    if isinstance(error, UpstreamError) and error.provider:
        metadata |= {"provider_name": error.provider, "raw": error.message}
    return {"code": code, "message": faults.words_of(error), "metadata": metadata}


def vercel_error(error: QuireError, model: str) -> dict[str, object]:
    """Return the inside of Vercel's error; its `type` decides the class that a client raises."""
    unknown = error.code == "model_not_found"
    kind = "model_not_found" if unknown else _KINDS.get(error.status, "internal_server_error")
    param: object = {"modelId": shortened(model)} if unknown else error.param
    return {"message": faults.words_of(error), "type": kind, "param": param, "code": error.code}


def vercel_failure(response: Response) -> dict[str, object]:
    """Return the inside of Vercel's error for an answer that failed after it had begun."""
    told = response.error or {}
    return {
        "message": str(told.get("message") or "The model gave no answer."),
        "type": "internal_server_error",
        "param": None,
        "code": told.get("code"),
    }


def _openrouter(scope: Scope, error: QuireError) -> Reply:
    inside = openrouter_error(error)
    plain = faults.reply_of(error)
    status = inside["code"] if isinstance(inside["code"], int) else error.status
    return Reply(msgspec.json.encode({"error": inside}), status, plain.headers)


def _vercel(scope: Scope, error: QuireError) -> Reply:
    model = headers_of(scope).get("ai-language-model-id", "")
    plain = faults.reply_of(error)
    body = {"error": vercel_error(error, model), "generationId": None}
    return Reply(msgspec.json.encode(body), error.status, plain.headers)


_CHAT = _Dialect(
    {"input": "messages", "max_output_tokens": "max_completion_tokens",
     "text.format": "response_format", "text.verbosity": "verbosity"},
    "POST /v1/chat/completions of the Chat Completions API",
)  # fmt: skip
_DIALECTS = (
    (re.compile(r"/api/v1/chat/"), _CHAT),
    (
        re.compile(r"/v1/chat/"),
        _Dialect({**_CHAT.fields, "reasoning.effort": "reasoning_effort"}, _CHAT.document),
    ),
    (
        _VERCEL,
        _Dialect(
            {"input": "prompt", "max_output_tokens": "maxOutputTokens", "top_p": "topP",
             "text.format": "responseFormat", "tool_choice": "toolChoice"},
            "the language model protocol of the AI SDK",
        ),
    ),
)  # fmt: skip
_SHAPES: tuple[tuple[re.Pattern[str], Callable[[Scope, QuireError], Reply]], ...] = (
    (_OPENROUTER, _openrouter),
    (_VERCEL, _vercel),
)
