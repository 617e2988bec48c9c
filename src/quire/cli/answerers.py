"""The models behind the gateway: the engine under its own names, and the upstream that is set."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import msgspec

from quire import config
from quire.cli.packing import packed
from quire.engine import Engine
from quire.errors import UsageError
from quire.models.catalogue import Entry, entries
from quire.models.settings import Provider, Settings, provider_of
from quire.models.upstream import Upstream
from quire.protocol.model import Model
from quire.protocol.requests import Request

ENGINE = "quire/"


class Answerers:
    """Finds the Model for a request; the engine never answers under another's name."""

    def __init__(self, engine: Engine, upstream: Upstream | None) -> None:
        """Keep the models; `upstream` is None where none is set."""
        self._engine = engine
        self._upstream = upstream
        self._entries = tuple(
            entry for entry in entries() if upstream or entry.id.startswith(ENGINE)
        )
        self._own = {entry.id for entry in self._entries if entry.id.startswith(ENGINE)}

    def model_for(self, request: Request) -> Model:
        """Return the Model that answers `request`.

        Raises UsageError: 404 for a name of the engine's that it has not, 503 for any other where
        no upstream is set.
        """
        name = request.model
        if name in self._own:
            return self._engine
        if name.startswith(ENGINE):
            raise UsageError(
                f"The model '{name}' does not exist.",
                hint=f"The engine's are {', '.join(sorted(self._own))}.",
                param="model",
                code="model_not_found",
                status=404,
            )
        if self._upstream is None:
            raise UsageError(
                f"No upstream is set for the model '{name}'.",
                hint="Start `quire serve` with OPENAI_API_KEY (and OPENAI_BASE_URL for another "
                "server), or ask for 'quire/standard', which needs neither.",
                param="model",
                code="upstream_not_configured",
                status=503,
            )
        return self._upstream

    def entries(self) -> Sequence[Entry]:
        """Return what can be asked for, in the catalogue's order."""
        return self._entries


@asynccontextmanager
async def answerers(settings: config.Settings) -> AsyncIterator[Answerers]:
    """Open the engine and the upstream that the settings and the environment name."""
    engine = Engine(packed())
    provider = upstream_of(settings)
    if provider is None:
        yield Answerers(engine, None)
        return
    async with Upstream(provider) as upstream:
        yield Answerers(engine, upstream)


def upstream_of(settings: config.Settings) -> Provider | None:
    """Return the account of the upstream, None where neither a key nor an address is set."""
    models, key, address = settings.models, config.api_key(), config.base_url()
    if address and models.base_url == Settings().base_url:
        models = msgspec.structs.replace(models, base_url=address)
    if not key and models.base_url == Settings().base_url:
        return None
    return provider_of(models, key)
