"""What the tools may spend: seconds a command, bytes a result."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from quire.protocol.requests import Effort

DEFAULT_ROOM = 9_000
"""Bytes of a result where neither the settings nor the model's family say anything."""


_Seconds = Annotated[float, Meta(gt=0)]
_Bytes = Annotated[int, Meta(ge=200)]


class Family(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A family of models: `match` is a pattern of ids (`*`, `?`, `[…]`; case does not matter).

    `contract` names the tools it gets: native, codex, plain, or one of `contracts`. `efforts` are
    those it takes (empty: as the catalogue says); `output_bytes` is what a result may cost its
    prompt; `parallel` whether several calls may come in one answer (None: as the contract says).
    """

    match: str
    contract: str
    efforts: tuple[Effort, ...] = ()
    output_bytes: _Bytes | None = None
    parallel: bool | None = None


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Limits of the tools; times in seconds, sizes in bytes.

    `seconds` is the time limit of a command whose call names none, `max_seconds` the longest
    that a call may name. A function-form command without a limit of its own goes to the
    background after `yield_seconds` and may live there for `background_seconds`.
    A result costs the prompt `output_bytes` (None: as the model's family says, else 9,000), or
    what its call asks for up to `output_ceiling`. `families` come before those that are known, and
    so do `contracts`, which name the shapes of tools that a family gets.
    `search` offers the web search of the upstream, which happens there: in what it keeps
    ("cached"), or in the web ("live").
    """

    seconds: _Seconds = 120.0
    max_seconds: _Seconds = 600.0
    yield_seconds: _Seconds = 10.0
    background_seconds: _Seconds = 3600.0
    output_bytes: _Bytes | None = None
    output_ceiling: _Bytes = 1_048_576
    page_bytes: _Bytes = 8_192
    image_bytes: _Bytes = 5_242_880
    parallel: bool = False
    families: tuple[Family, ...] = ()
    contracts: dict[str, tuple[str, ...]] = {}
    search: Literal["off", "cached", "live"] = "off"

    @property
    def room(self) -> int:
        """Bytes that a result may cost when its call does not say."""
        return DEFAULT_ROOM if self.output_bytes is None else self.output_bytes
