"""What Quire knows of models: windows, efforts, prices, and the day one is shut down."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from quire.protocol.requests import Effort
from quire.protocol.responses import Usage

_MILLION = 1_000_000


class Price(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """US dollars per million tokens; reasoning counts as output."""

    input: float
    cached: float
    output: float


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One model; windows are in tokens, None where they are unknown or do not apply.

    `shutdown` is the day (YYYY-MM-DD) that its maker announced; other hosts may keep it longer.
    """

    id: str
    title: str = ""
    aliases: tuple[str, ...] = ()
    input_window: int | None = None
    output_window: int | None = None
    efforts: tuple[Effort, ...] = ()
    default_effort: Effort = "medium"
    price: Price | None = None
    shutdown: str | None = None


class _Catalogue(Struct, frozen=True, forbid_unknown_fields=True):
    model: tuple[Entry, ...]


@cache
def entries() -> tuple[Entry, ...]:
    """Return every model of the catalogue, in its order."""
    data = files("quire.models").joinpath("catalogue.toml").read_bytes()
    return msgspec.toml.decode(data, type=_Catalogue).model


def entry(model_id: str) -> Entry:
    """Return what is known of a model by its id or an alias; an unknown one is a plain entry."""
    return _by_name().get(model_id.lower()) or Entry(id=model_id)


def cost(known: Entry, usage: Usage) -> float | None:
    """Return the price of `usage` in US dollars, None where the model's price is unknown."""
    if known.price is None:
        return None
    cached = min(usage.input_tokens_details.cached_tokens, usage.input_tokens)
    dollars = (
        (usage.input_tokens - cached) * known.price.input
        + cached * known.price.cached
        + usage.output_tokens * known.price.output
    )
    return dollars / _MILLION


@cache
def _by_name() -> dict[str, Entry]:
    return {name.lower(): known for known in entries() for name in (known.id, *known.aliases)}
