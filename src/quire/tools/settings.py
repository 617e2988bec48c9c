"""What the tools may spend: seconds a command, bytes a result."""

from __future__ import annotations

from msgspec import Struct


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Limits of the tools; times in seconds, sizes in bytes.

    `seconds` is the time limit of a command whose call names none, `max_seconds` the longest
    that a call may name. A function-form command without a limit of its own goes to the
    background after `yield_seconds` and may live there for `background_seconds`.
    A result costs the prompt `output_bytes`, or what its call asks for up to `output_ceiling`.
    """

    seconds: float = 120.0
    max_seconds: float = 600.0
    yield_seconds: float = 10.0
    background_seconds: float = 3600.0
    output_bytes: int = 9_000
    output_ceiling: int = 1_048_576
    page_bytes: int = 8_192
    image_bytes: int = 5_242_880
    parallel: bool = False
