"""A Model whose upstream compacts at an endpoint of its own, `POST /responses/compact`.

Its answer is one JSON object: the person's messages, word for word, and one compaction item, which
only the upstream can read (responses-api, compaction).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Self

from quire.models.connection import Connection
from quire.models.reading import Reading
from quire.models.settings import Provider
from quire.models.streams import closing
from quire.protocol.events import Event
from quire.protocol.items import kind_of
from quire.protocol.model import Model
from quire.protocol.requests import Request

TRIGGER = "compaction_trigger"
PATH = "responses/compact"


class Compacting:
    """Asks `model`, but the endpoint where the last item of a request wishes for a compaction."""

    def __init__(self, provider: Provider, model: Model) -> None:
        """Keep the account; no connection is made before the first such request.

        Raises SettingsError when the HTTP library is not installed.
        """
        self._provider = provider
        self._connection = Connection(provider)
        self._model = model

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self._connection.aclose()

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Answer, with the items of the compaction where one is wished for.

        Raises what an upstream raises.
        """
        if not request.input or kind_of(request.input[-1]) != TRIGGER:
            async with closing(self._model.respond(request)) as events:
                async for event in events:
                    yield event
            return
        asked = Request(
            model=request.model,
            input=request.input[:-1],
            instructions=request.instructions,
            prompt_cache_key=request.prompt_cache_key,
        )
        reading = Reading(self._provider.name)
        key = request.prompt_cache_key
        told = self._connection.ask(PATH, asked.body(), reading, session=key)
        async with closing(told) as answer:
            async for event in answer:
                yield event
