"""A Model for one call with the client's own credentials: its accounts are asked, and no others."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager

import msgspec

from quire.errors import InvalidRequest
from quire.models.catalogue import Catalogue
from quire.models.health import Health
from quire.models.preferences import Preferences
from quire.models.routed import routed
from quire.models.routes import Route, plan
from quire.models.settings import Provider, Secret
from quire.models.streams import closing
from quire.protocol.events import Event
from quire.protocol.model import Model
from quire.protocol.requests import Request

Opening = Callable[[Sequence[Provider]], AbstractAsyncContextManager[dict[str, Model]]]


def brought(
    preferences: Preferences,
    own: Mapping[str, Secret],
    known: tuple[Catalogue, Sequence[Provider]],
    opening: Opening,
) -> Model:
    """Return a Model that asks the providers of `known` with the credentials in `own`.

    `opening` opens the providers' Models; they are closed when the answer ends. Whether the
    client's accounts retain data was decided before. Raises InvalidRequest for a provider that is
    not known, and what `plan` raises.
    """
    catalogue, providers = known
    having = [each for each in providers if each.dialect != "engine"]
    unknown = sorted(set(own).difference(each.name for each in having))
    if unknown:
        raise InvalidRequest(
            f"There is no upstream {', '.join(map(repr, unknown))} for the client's credential.",
            hint=f"There are: {', '.join(each.name for each in having)}.",
            param="byok",
            code="unknown_provider",
        )
    theirs = tuple(
        msgspec.structs.replace(each, key=own[each.name], zdr=True)
        for each in having
        if each.name in own
    )
    wish = msgspec.structs.replace(preferences, home="")
    return _Brought(plan(wish, catalogue, theirs, Health(), 0.0), theirs, opening)


class _Brought:
    def __init__(self, route: Route, providers: Sequence[Provider], opening: Opening) -> None:
        self._route = route
        self._providers = providers
        self._opening = opening

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Answer with the client's accounts. Raises what a routed Model raises."""
        async with (
            self._opening(self._providers) as models,
            closing(routed(self._route, models).respond(request)) as stream,
        ):
            async for event in stream:
                yield event
