"""Error bodies of many makers, read for their words, their code and their wait."""

from __future__ import annotations

import pytest

from quire.errors import ContextTooLong, UpstreamError
from quire.models.failures import asked_in, complaint_of, failure_of, failure_within

OPENAI = b'{"error":{"message":"Slow","type":"requests","param":null,"code":"rate_limit_exceeded"}}'


@pytest.mark.parametrize(
    ("status", "body", "message", "code", "retryable"),
    [
        (429, OPENAI, "acme answered 429: Slow", "rate_limit_exceeded", True),
        (
            402,
            b'{"error":{"code":402,"message":"No credits","metadata":{"raw":"upstream said no"}}}',
            "acme answered 402: No credits (upstream said no)",
            "insufficient_credits",
            False,
        ),
        (
            403,
            b'{"message":"Run out of credits","path":"/v1","requestId":"r","statusCode":"403"}',
            "acme answered 403: Run out of credits",
            "permission_denied",
            False,
        ),
        (
            404,
            b'{"object":"error","message":"No such model","type":"NotFoundError","code":404}',
            "acme answered 404: No such model",
            "not_found",
            False,
        ),
        (
            422,
            b'{"detail":[{"loc":["body","input"],"msg":"Field required"}]}',
            'acme answered 422: [{"loc":["body","input"],"msg":"Field required"}]',
            "invalid_request",
            False,
        ),
        (500, b'{"error":"boom"}', "acme answered 500: boom", "server_error", True),
        (503, b"", "acme answered 503: (no words in the body)", "server_error", True),
        (529, b"over\nloaded", "acme answered 529: over loaded", "server_error", True),
        (501, b"{}", "acme answered 501: (no words in the body)", "server_error", False),
        (
            502,
            b"<html><head><title>Bad &amp; down</title></head><body>\n</body></html>",
            "acme answered 502: Bad & down",
            "server_error",
            True,
        ),
        (500, b"\xff\xfe", "acme answered 500: \ufffd\ufffd", "server_error", True),
        (
            400,
            b'[{"error":{"code":400,"message":"Bad field","status":"INVALID_ARGUMENT"}}]',
            "acme answered 400: Bad field",
            "invalid_request",
            False,
        ),
        (
            429,
            b'{"error":{"message":"Pay","type":"insufficient_quota","code":null}}',
            "acme answered 429: Pay",
            "insufficient_quota",
            False,
        ),
    ],
)
def test_every_makers_error_body(
    status: int, body: bytes, message: str, code: str, retryable: bool
) -> None:
    error = failure_of("acme", status, {}, body)
    assert (error.message, error.code, error.retryable) == (message, code, retryable)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, b'{"error":{"code":"context_length_exceeded","message":"Too much"}}'),
        (400, b'{"error":{"code":400,"message":"maximum context length is 8192 tokens"}}'),
        (413, b'{"error":{"message":"Prompt is too long: 210000 tokens"}}'),
        (400, b'{"error":{"code":400,"message":"x","error_type":"context_length_exceeded"}}'),
    ],
)
def test_an_input_that_does_not_fit(status: int, body: bytes) -> None:
    error = failure_of("acme", status, {}, body)
    assert (type(error), error.code) == (ContextTooLong, "context_length_exceeded")


def test_a_rate_limit_that_speaks_of_context_is_still_a_rate_limit() -> None:
    error = failure_of("acme", 429, {}, b'{"error":{"message":"Context window tokens per minute"}}')
    assert (type(error), error.retryable) == (UpstreamError, True)


@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "Sat, 21 Nov 2026 03:00:30 GMT"}, 30.0),
        ({"retry-after": "Sat, 21 Nov 2026 02:00:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_the_wait_that_headers_ask_for(headers: dict[str, str], asked: float | None) -> None:
    now = 1_795_230_000.0  # 2026-11-21T03:00:00Z
    assert failure_of("acme", 429, headers, OPENAI, now=now).retry_after == asked


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("Please try again in 1.2s.", 1.2),
        ("try again in 20ms", 0.02),
        ("Please try again in 6m0s. Visit", 360.0),
        ("Try again in 2 minutes", 120.0),
        ("Please retry after 20 seconds.", 20.0),
        ("Try again later.", None),
    ],
)
def test_the_wait_that_words_ask_for(words: str, asked: float | None) -> None:
    assert asked_in(words) == (None if asked is None else pytest.approx(asked))


@pytest.mark.parametrize(("said", "retryable"), [("false", False), ("true", True)])
def test_the_upstream_may_say_itself_whether_to_ask_again(said: str, retryable: bool) -> None:
    status = 500 if said == "false" else 400
    assert failure_of("acme", status, {"x-should-retry": said}, b"{}").retryable is retryable


@pytest.mark.parametrize(
    ("body", "retryable"),
    [
        (b'{"code":"server_error","message":"x"}', True),
        (b'{"code":"rate_limit_exceeded","message":"try again in 1.2s"}', True),
        (b'{"code":"invalid_prompt","message":"x"}', False),
        (b'{"code":"insufficient_quota","message":"x"}', False),
        (b'{"error":{"type":"invalid_request_error","message":"x","code":null}}', False),
        (b'{"error":{"code":429,"message":"x"}}', True),
        (b'{"error":{"code":402,"message":"x"}}', False),
        (b"null", True),
    ],
)
def test_a_failure_inside_an_answer(body: bytes, retryable: bool) -> None:
    assert failure_within("acme", complaint_of(body)).retryable is retryable


@pytest.mark.parametrize(("status", "param"), [(400, "input[1]"), (401, None), (500, None)])
def test_the_field_at_fault_is_passed_on_to_whom_it_concerns(
    status: int, param: str | None
) -> None:
    body = b'{"error":{"message":"Bad","type":"invalid_request_error","param":"input[1]"}}'
    assert failure_of("acme", status, {}, body).param == param
    assert failure_within("acme", complaint_of(body)).param == "input[1]"


def test_long_words_are_cut() -> None:
    error = failure_of("acme", 500, {}, b"x" * 2000)
    assert error.message == "acme answered 500: " + "x" * 499 + "\u2026"
