"""The models behind the gateway: the engine under its own names, and every upstream that is set."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from quire import config
from quire.cli.packing import packed
from quire.models.catalogue import EMBEDDED, catalogue
from quire.models.providers import providers
from quire.models.proxies import behind
from quire.models.router import Router, upstreams
from quire.models.settings import Provider, Settings, provider_of
from quire.protocol.events import Event
from quire.protocol.model import Model
from quire.protocol.requests import Request

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


@asynccontextmanager
async def answerers(settings: config.Settings) -> AsyncIterator[Router]:
    """Open the engine and the upstreams that the settings and the environment name."""
    proxies = config.proxies()
    known = tuple(behind(account, proxies) for account in accounts(settings.models))
    async with upstreams(known) as models:
        models[EMBEDDED] = _Engine(config.places().cache)
        yield Router(known, catalogue(settings.models.successors), models)


def accounts(settings: Settings) -> tuple[Provider, ...]:
    """Return every upstream in the order in which it is asked.

    An address of its own (`models.base_url`, OPENAI_BASE_URL) is asked for every model, and
    takes the place and the key of OpenAI's. Words that go to this machine are retained by nobody
    else.
    """
    address = config.base_url()
    if address and settings.base_url == Settings().base_url:
        settings = msgspec.structs.replace(settings, base_url=address)
    table = providers(settings, config.secret)
    if settings.base_url == Settings().base_url:
        return table
    here = urlsplit(settings.base_url).hostname in _HERE
    own = msgspec.structs.replace(
        provider_of(settings, config.api_key()), serves=("*",), zdr=here, trains=not here
    )
    return (own, *(each for each in table if each.name != "openai"))


class _Engine:
    """The engine, which is loaded beside other answers when it is asked for the first time.

    Raises StoreError at once where the workbench cannot be packed in `cache`.
    """

    def __init__(self, cache: Path) -> None:
        packed(cache)
        self._cache = cache
        self._model: Model | None = None

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        if self._model is None:
            self._model = await asyncio.to_thread(_engine, self._cache)
        async for event in self._model.respond(request):
            yield event


def _engine(cache: Path) -> Model:
    from quire.engine.answerer import Engine

    return Engine(packed(cache).program)
