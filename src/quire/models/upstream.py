"""A Model over HTTP: any server that speaks the Responses API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Self

import msgspec

from quire.models.connection import Answer, Asked, Connection
from quire.models.passing import Framed
from quire.models.reading import Reading
from quire.models.settings import Provider
from quire.protocol.events import Event
from quire.protocol.requests import Request


class Upstream:
    """Asks one provider; streams event by event, and takes a whole JSON answer as well."""

    def __init__(self, provider: Provider, *, empty: bool = False) -> None:
        """Keep the account; no connection is made before the first request.

        With `empty`, an answer with nothing in it is no failure. Raises SettingsError when the
        HTTP library is not installed.
        """
        self._provider = provider
        self._empty = empty
        self._connection = Connection(provider)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections that are kept for further requests."""
        await self._connection.aclose()

    def respond(self, request: Request) -> AsyncIterator[Event]:
        """Answer with the upstream's events; closing the generator closes the connection.

        Raises UpstreamError, ContextTooLong or StreamBroken, in the upstream's own words. After
        an answer that the upstream ended early, the last event is followed by an UpstreamError.
        """
        return self._connection.ask(
            "responses",
            msgspec.structs.replace(request, stream=True).body(),
            Reading(self._provider.name, passing=isinstance(request, Framed), empty=self._empty),
            session=request.prompt_cache_key,
        )

    def opened(self, request: Framed) -> Answer:
        """Return the answer that comes when it is asked for."""
        body = (request if request.stream else msgspec.structs.replace(request, stream=True)).body()
        asked = Asked("responses", body, request.prompt_cache_key)
        reading = Reading(self._provider.name, passing=True, empty=self._empty)
        return Answer(self._connection, reading, asked)
