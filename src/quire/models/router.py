"""Every upstream behind one door: a route for each request, made by the upstreams' health."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TypeVar

import msgspec
from msgspec import Struct

from quire.models.brought import brought
from quire.models.catalogue import LONGEST_NAME, Catalogue, Entry
from quire.models.chat import ChatUpstream
from quire.models.emulated import emulated
from quire.models.health import (
    Endpoint,
    Health,
    Outcome,
    Record,
    Tried,
    after,
    count,
    rest_of,
    rested,
)  # fmt: skip
from quire.models.line import Posted
from quire.models.passing import Framed
from quire.models.preferences import Preferences, preferences_of
from quire.models.providers import serves
from quire.models.relayed import Relayed
from quire.models.routed import Clock, Watcher, routed
from quire.models.routes import Attempt, Choice, Route, candidates, choice, only, ordered
from quire.models.settings import Provider, Secret
from quire.models.upstream import Upstream
from quire.protocol.model import Model
from quire.protocol.requests import Request

_SESSIONS = 65_536
# How many kinds of requests are remembered with those who may be asked for them.
_CHOICES = 4_096
_KindT = TypeVar("_KindT", ChatUpstream, Upstream)
# So many good outcomes are counted together at most.
_MANY = 256


class Fared(Struct, frozen=True):
    """What a router has seen since it was last asked: attempts, and homes by a session's hash."""

    tried: Mapping[Endpoint, Tried]
    homes: Mapping[str, str]


class _Found(Struct, frozen=True):
    """Who may be asked: by name where all speak one dialect, and as a route where it is one."""

    choice: Choice
    chats: Mapping[str, ChatUpstream] | None
    plain: Mapping[str, Upstream] | None
    only: Route | None


class Way(Struct, frozen=True):
    """The only one who may be asked for a model, to whom a chat passes but for the model's name."""

    attempt: Attempt
    upstream: ChatUpstream


class Router:
    """Finds the Model for a request among `providers`; keeps their health and sessions' homes."""

    def __init__(
        self,
        providers: Sequence[Provider],
        catalogue: Catalogue,
        models: Mapping[str, Model],
        *,
        clock: Clock = time.monotonic,
    ) -> None:
        """Begin with every upstream in good health; `models` are the providers' by name."""
        self.providers = tuple(providers)
        self.catalogue = catalogue
        self._models = models
        self._clock = clock
        self._choices: dict[Preferences, _Found] = {}
        self._ways: dict[str, Way | None] = {}
        self._homes: OrderedDict[str, str] = OrderedDict()
        self._moved: dict[str, str] = {}
        self._tried: dict[Endpoint, Tried] = {}
        self._health = Health()
        self._unheeded: list[Outcome] = []
        self._watching = Watcher(heard=self._heard, clock=clock)

    @property
    def health(self) -> Health:
        """How every upstream's models have fared."""
        if self._unheeded:
            outcomes, self._unheeded = self._unheeded, []
            self._health = after(self._health, *outcomes)
            count(self._tried, outcomes)
        return self._health

    def model_for(self, request: Request, own: Mapping[str, Secret] | None = None) -> Model:
        """Return the Model that answers `request`.

        With `own`, the client's credentials by provider, nobody else is asked, and how that went
        says nothing of the others' health. Raises UsageError, 404 or 503, that says what to set.
        """
        preferences = self._preferences(request)
        if own:
            return brought(preferences, own, (self.catalogue, self.providers), upstreams)
        return routed(self._planned(preferences), self._models, self._watcher(preferences))

    def relayed(self, request: Framed, posted: Posted | None = None) -> Relayed | None:
        """Return the answer to what passes, None where it has to be translated for anybody.

        The first who is asked has been asked already where it was `posted`. Raises what
        `model_for` raises.
        """
        preferences = self._preferences(request)
        found = self._found(preferences)
        asked = found.chats if request.frames == "chat" else found.plain
        if asked is None:
            return None
        route = self._ordered(found, preferences)
        return Relayed(request, route, asked, self._watcher(preferences), posted)

    def way(self, model: str) -> Way | None:
        """Return who is asked for a plain chat with a model, None where that takes a route.

        Raises what `model_for` raises.
        """
        if model not in self._ways:
            if len(self._ways) >= _CHOICES or len(model) > LONGEST_NAME:
                return None
            self._ways[model] = self._only(model)
        return self._ways[model]

    def answered(self, way: Way, seconds: float) -> None:
        """Take note of a good answer that came whole after so many seconds."""
        who = way.attempt
        now, name, model = self._clock(), who.provider.name, who.entry.id
        self._heard(Outcome(provider=name, model=model, at=now, good=True, first_token=seconds))

    def route(self, request: Request) -> Route:
        """Return the route of a request. Raises what `model_for` raises."""
        return self._planned(self._preferences(request))

    def entries(self) -> Sequence[Entry]:
        """Return what of the catalogue can be asked for now, in its order."""
        ready = [provider for provider in self.providers if provider.ready]
        return [
            entry
            for entry in self.catalogue.entries
            if any(serves(provider, self.catalogue.running(entry.id)) for provider in ready)
        ]

    def offers(self, name: str) -> Sequence[Attempt]:
        """Return who can be asked for a model now, in the order of the table."""
        having = candidates(name, self.catalogue, self.providers)
        return [offer for offer in having if offer.provider.ready]

    def record(self, offer: Attempt) -> Record:
        """Return how an offer has fared."""
        return self.health.of(offer.provider.name, offer.entry.id)

    def now(self) -> float:
        """Return the time of the clock that the health is kept by, in seconds."""
        return self._clock()

    def fared(self) -> Fared:
        """Return what was seen since the last time, to be told to other processes."""
        _ = self.health
        told, self._tried = self._tried, {}
        moved, self._moved = self._moved, {}
        return Fared(told, moved)

    def rest(self, provider: str, model: str, seconds: float) -> None:
        """Leave an upstream's model alone for so long, because another process says so."""
        self._health = rested(self.health, (provider, model), self._clock() + seconds)

    def resting(self) -> Mapping[Endpoint, float]:
        """Return for how many seconds each upstream's model that rests is left alone still."""
        now = self._clock()
        left = {name: rest_of(record, now) for name, record in self.health.records.items()}
        return {name: seconds for name, seconds in left.items() if seconds > 0}

    def settle(self, homes: Mapping[str, str]) -> None:
        """Take over homes of sessions, by their hashes, that other processes have found."""
        for session, provider in homes.items():
            self._settle(session, provider)

    def _only(self, model: str) -> Way | None:
        found = self._found(preferences_of(Request(model=model, input=())))
        if found.only is None or found.chats is None:
            return None
        (attempt,) = found.only.attempts
        if attempt.provider.stateless:
            return None
        return Way(attempt, found.chats[attempt.provider.name])

    def _watcher(self, preferences: Preferences) -> Watcher:
        if not preferences.session:
            return self._watching

        def heard(outcome: Outcome) -> None:
            self._heard(outcome)
            self._at_home(outcome, preferences)

        return Watcher(heard=heard, home=preferences.home, clock=self._clock)

    def _preferences(self, request: Request) -> Preferences:
        wish = preferences_of(request)
        if not wish.session:
            return wish
        return msgspec.structs.replace(wish, home=self._homes.get(_hashed(wish.session), ""))

    def _planned(self, preferences: Preferences) -> Route:
        return self._ordered(self._found(preferences), preferences)

    def _found(self, preferences: Preferences) -> _Found:
        """Return who may be asked, which depends on neither the session nor the moment."""
        asked = preferences
        if preferences.session:
            asked = msgspec.structs.replace(preferences, session="", home="")
        found = self._choices.get(asked)
        if found is None:
            if len(self._choices) >= _CHOICES:
                self._choices.clear()
            found = self._chosen(asked)
            if asked.small:
                self._choices[asked] = found
        return found

    def _chosen(self, asked: Preferences) -> _Found:
        made = choice(asked, self.catalogue, self.providers)
        asking = self._asking(made)
        limited = any(each.provider.default_output for kept in made.kept for each in kept)
        return _Found(
            choice=made,
            chats=None if limited else _all_of(asking, ChatUpstream),
            plain=_all_of(asking, Upstream),
            only=only(made, asked),
        )

    def _asking(self, made: Choice) -> Mapping[str, Model | None]:
        names = {each.provider.name for attempts in made.kept for each in attempts}
        return {name: self._models.get(name) for name in names}

    def _ordered(self, found: _Found, preferences: Preferences) -> Route:
        if found.only is not None:
            return found.only
        return ordered(found.choice, preferences, self.health, self._clock())

    def _heard(self, outcome: Outcome) -> None:
        """Take note of an outcome; good ones are counted together, when the health is asked for."""
        self._unheeded.append(outcome)
        if not outcome.good or len(self._unheeded) >= _MANY:
            _ = self.health

    def _at_home(self, outcome: Outcome, preferences: Preferences) -> None:
        """Know where a session lives from now on."""
        if not outcome.good:
            return
        session = _hashed(preferences.session)
        if self._homes.get(session) != outcome.provider and not preferences.zdr:
            self._moved[session] = outcome.provider
        self._settle(session, outcome.provider)

    def _settle(self, session: str, provider: str) -> None:
        self._homes[session] = provider
        self._homes.move_to_end(session)
        if len(self._homes) > _SESSIONS:
            self._homes.popitem(last=False)


def _all_of(asking: Mapping[str, Model | None], kind: type[_KindT]) -> Mapping[str, _KindT] | None:
    """Return Models that are all of one kind, None where any is of another."""
    found = {name: each for name, each in asking.items() if isinstance(each, kind)}
    return found if len(found) == len(asking) else None


def _hashed(session: str) -> str:
    return hashlib.sha256(session.encode("utf-8", "replace")).hexdigest()[:32]


@asynccontextmanager
async def upstreams(providers: Sequence[Provider]) -> AsyncIterator[dict[str, Model]]:
    """Open a Model for every provider that can be asked over HTTP; none is connected to yet."""
    models: dict[str, Model] = {}
    async with AsyncExitStack() as stack:
        for provider in providers:
            if provider.dialect == "engine" or not provider.ready:
                continue
            if provider.dialect == "chat":
                models[provider.name] = await stack.enter_async_context(
                    ChatUpstream(provider, empty=True)
                )
                continue
            upstream = await stack.enter_async_context(Upstream(provider, empty=True))
            models[provider.name] = (
                emulated(upstream, provider.tools) if provider.tools else upstream
            )
        yield models
