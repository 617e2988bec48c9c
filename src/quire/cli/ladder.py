"""`--model auto`: the models of the ladder, each opened when it is asked for the first time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial

from quire import config
from quire.agent.ladder import Rung
from quire.agent.projection import Profile
from quire.cli.wiring import ENGINE, answerer, has_upstream
from quire.errors import SettingsError
from quire.protocol.events import Event
from quire.protocol.model import Model
from quire.protocol.requests import Request


def models_of(settings: config.Settings) -> tuple[str, ...]:
    """Return the models that can be asked here, the first rung first. Raises SettingsError.

    Without a key or an address only the engine's are left.
    """
    rungs = settings.agent.ladder
    reachable = rungs if has_upstream(settings) else tuple(m for m in rungs if _is_engine(m))
    if not reachable:
        raise SettingsError(
            "No model of the ladder can be asked here.",
            hint="Set OPENAI_API_KEY or OPENAI_BASE_URL, or put quire/standard into agent.ladder.",
            param="agent.ladder",
        )
    return reachable


def leads_out(settings: config.Settings) -> bool:
    """Tell whether the ladder leads from the engine to other models that can be asked here."""
    return not all(_is_engine(model) for model in models_of(settings)[1:])


@asynccontextmanager
async def climbing(
    settings: config.Settings, program: bytes, profile_of: Callable[[str], Profile], *, auto: bool
) -> AsyncIterator[tuple[Rung, ...]]:
    """Give the rungs, none unless `auto`; the connections that they open are closed at the end.

    `program` is the packed workbench.
    """
    if not auto:
        yield ()
        return
    async with AsyncExitStack() as opened:
        yield tuple(
            Rung(
                profile=profile_of(model),
                model=_Later(partial(answerer, model, settings, program), opened),
            )
            for model in models_of(settings)
        )


def _is_engine(model: str) -> bool:
    return model.startswith(ENGINE)


class _Later:
    """A Model that is opened when it is asked."""

    def __init__(
        self, opening: Callable[[], AbstractAsyncContextManager[Model]], opened: AsyncExitStack
    ) -> None:
        self._opening = opening
        self._opened = opened
        self._model: Model | None = None

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        if self._model is None:
            self._model = await self._opened.enter_async_context(self._opening())
        async for event in self._model.respond(request):
            yield event
