"""What Quire knows of models: names, windows, efforts, prices, and the day one is shut down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from quire.protocol.requests import Effort
from quire.protocol.responses import Usage

_MILLION = 1_000_000
# How many names are remembered with their entries.
_NAMES = 1_024
# A longer name is no model's, and nothing that has one is remembered; in characters.
LONGEST_NAME = 256
EMBEDDED = "quire"


class Price(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """US dollars per million tokens; reasoning counts as output."""

    input: float
    cached: float
    output: float


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One model; windows are in tokens, None where they are unknown or do not apply.

    `creator` made it; `released` and `shutdown` are days (YYYY-MM-DD), the latter as its maker
    announced it: other hosts may keep it longer. `inputs` and `outputs` are modalities,
    `parameters` the request fields it takes, by chat's names; `endpoints` those it is served on
    by its maker.
    """

    id: str
    creator: str = ""
    title: str = ""
    description: str = ""
    aliases: tuple[str, ...] = ()
    input_window: int | None = None
    output_window: int | None = None
    inputs: tuple[str, ...] = ("text",)
    outputs: tuple[str, ...] = ("text",)
    efforts: tuple[Effort, ...] = ()
    default_effort: Effort = "medium"
    parameters: tuple[str, ...] = ()
    endpoints: tuple[str, ...] = ()
    price: Price | None = None
    released: str | None = None
    shutdown: str | None = None

    @property
    def context(self) -> int | None:
        """The advertised context: what may go in and what may come out, in tokens."""
        if self.input_window is None or self.output_window is None:
            return None
        return self.input_window + self.output_window

    @property
    def name(self) -> str:
        """The id in the form `creator/model`."""
        return self.id if "/" in self.id or not self.creator else f"{self.creator}/{self.id}"

    @property
    def names(self) -> tuple[str, ...]:
        """Every id that means this model, its own first."""
        return tuple(dict.fromkeys((self.id, self.name, *self.aliases)))

    @property
    def created(self) -> int:
        """The day of its release in seconds since 1970, 0 where it is unknown."""
        if self.released is None:
            return 0
        return int(datetime.fromisoformat(self.released).replace(tzinfo=UTC).timestamp())


class Catalogue(Struct, frozen=True):
    """Models by every name they have; `successors` maps a retired id to the one that stands in."""

    entries: tuple[Entry, ...]
    successors: Mapping[str, str] = {}

    def known(self, name: str) -> Entry | None:
        """Return the model that a name means, None for one that is not in the catalogue."""
        return _index(self.entries).get(name.lower())

    def entry(self, name: str) -> Entry:
        """Return what is known of a model; an unknown one is a plain entry."""
        return self.known(name) or plain(name)

    def running(self, name: str) -> Entry:
        """Return the model that runs when `name` is asked for: its successor where one is set."""
        asked = self.entry(name)
        named = next((self.successors[n] for n in (name, *asked.names) if n in self.successors), "")
        return self.entry(named) if named else asked


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    model: tuple[Entry, ...]


@cache
def entries() -> tuple[Entry, ...]:
    """Return every model of the catalogue, in its order."""
    data = files("quire.models").joinpath("catalogue.toml").read_bytes()
    return msgspec.toml.decode(data, type=_File).model


def catalogue(successors: Mapping[str, str] | None = None) -> Catalogue:
    """Return the catalogue, in which retired ids may have successors."""
    return Catalogue(entries(), successors or {})


def entry(model_id: str) -> Entry:
    """Return what is known of a model by its id or an alias; an unknown one is a plain entry."""
    return _remembered(model_id) if len(model_id) <= LONGEST_NAME else plain(model_id)


@lru_cache(_NAMES)
def _remembered(model_id: str) -> Entry:
    return _listed().get(model_id.lower()) or plain(model_id)


def plain(model_id: str) -> Entry:
    """Return the entry of a model of which nothing is known but its id."""
    creator, slash, _ = model_id.partition("/")
    return Entry(id=model_id, creator=creator if slash else "")


def cost(known: Entry, usage: Usage, price: Price | None = None) -> float | None:
    """Return the price of `usage` in US dollars, None where the model's price is unknown.

    `price` is the upstream's own, where it differs from the catalogue's.
    """
    price = price or known.price
    if price is None:
        return None
    cached = min(usage.input_tokens_details.cached_tokens, usage.input_tokens)
    dollars = (
        (usage.input_tokens - cached) * price.input
        + cached * price.cached
        + usage.output_tokens * price.output
    )
    return dollars / _MILLION


@cache
def _listed() -> dict[str, Entry]:
    return _index(entries())


@cache
def _index(known: tuple[Entry, ...]) -> dict[str, Entry]:
    return {name.lower(): each for each in known for name in each.names}
