"""Every upstream behind one door: a route for each request, made by the upstreams' health."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import msgspec

from quire.models.catalogue import Catalogue, Entry
from quire.models.chat import ChatUpstream
from quire.models.emulated import emulated
from quire.models.health import Health, Outcome, Record, after
from quire.models.preferences import Preferences, preferences_of
from quire.models.providers import serves
from quire.models.routed import Clock, Watcher, routed
from quire.models.routes import Attempt, Route, candidates, plan
from quire.models.settings import Provider
from quire.models.upstream import Upstream
from quire.protocol.model import Model
from quire.protocol.requests import Request

_SESSIONS = 65_536


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
        self._homes: OrderedDict[str, str] = OrderedDict()
        self.health = Health()

    def model_for(self, request: Request) -> Model:
        """Return the Model that answers `request`.

        Raises UsageError, 404 or 503, that says what to set.
        """
        preferences = self._preferences(request)

        def heard(outcome: Outcome) -> None:
            self._heard(outcome, preferences.session)

        watcher = Watcher(heard=heard, home=preferences.home, clock=self._clock)
        return routed(self._planned(preferences), self._models, watcher)

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

    def _preferences(self, request: Request) -> Preferences:
        wish = preferences_of(request)
        return msgspec.structs.replace(wish, home=self._homes.get(wish.session, ""))

    def _planned(self, preferences: Preferences) -> Route:
        return plan(preferences, self.catalogue, self.providers, self.health, self._clock())

    def _heard(self, outcome: Outcome, session: str) -> None:
        self.health = after(self.health, outcome)
        if not session or not outcome.good:
            return
        self._homes[session] = outcome.provider
        self._homes.move_to_end(session)
        if len(self._homes) > _SESSIONS:
            self._homes.popitem(last=False)


@asynccontextmanager
async def upstreams(providers: Sequence[Provider]) -> AsyncIterator[dict[str, Model]]:
    """Open a Model for every provider that can be asked over HTTP; none is connected to yet."""
    models: dict[str, Model] = {}
    async with AsyncExitStack() as stack:
        for provider in providers:
            if provider.dialect == "engine" or not provider.ready:
                continue
            if provider.dialect == "chat":
                models[provider.name] = await stack.enter_async_context(ChatUpstream(provider))
                continue
            upstream = await stack.enter_async_context(Upstream(provider))
            models[provider.name] = (
                emulated(upstream, provider.tools) if provider.tools else upstream
            )
        yield models
