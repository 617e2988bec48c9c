"""Faults of a scripted upstream that are told in the same words, whatever dialect it speaks."""

from __future__ import annotations

from quire.errors import ContextTooLong, StreamBroken, UpstreamError
from quire.models.script import Answer

Fault = tuple[Answer, type[UpstreamError], str, bool, str]
"""What is answered; the error, its code, whether asking again may help, and its words."""

ALIKE: tuple[Fault, ...] = (
    (
        Answer(fault="context_length"),
        ContextTooLong,
        "context_length_exceeded",
        False,
        "acme answered 400: Your input exceeds the context window of this model.",
    ),
    (
        Answer(fault="unauthorized"),
        UpstreamError,
        "invalid_api_key",
        False,
        "acme answered 401: Incorrect API key provided.",
    ),
    (
        Answer(fault="html"),
        UpstreamError,
        "not_an_answer",
        True,
        "acme answered 200 with something that is not an answer: Please log in: nginx",
    ),
    (
        Answer(fault="empty_body"),
        StreamBroken,
        "stream_broken",
        True,
        "acme ended its answer before it began, without a last event.",
    ),
    (
        Answer(fault="empty"),
        UpstreamError,
        "empty_answer",
        True,
        "acme answered with nothing: no text and no call.",
    ),
    (
        Answer(fault="error_event", message="The server sneezed."),
        UpstreamError,
        "server_error",
        True,
        "acme reported: The server sneezed.",
    ),
    (
        Answer(fault="incomplete", text="Half"),
        UpstreamError,
        "incomplete",
        False,
        "acme ended its answer early: max_output_tokens.",
    ),
)
