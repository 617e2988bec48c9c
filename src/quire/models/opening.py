"""The Model that the settings of the one upstream describe."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from quire.models.chained import chained
from quire.models.settings import Provider, Settings
from quire.protocol.model import Model


@asynccontextmanager
async def opened(settings: Settings, account: Provider) -> AsyncIterator[Model]:
    """Open the way to `account` that the settings ask for, and close it after.

    Raises SettingsError when a library for it is not installed.
    """
    async with AsyncExitStack() as stack:
        if settings.dialect == "chat":
            from quire.models.chat import ChatUpstream

            yield await stack.enter_async_context(ChatUpstream(account))
            return
        model = await stack.enter_async_context(_over_http(settings, account))
        keeps = settings.state == "server"
        asked = chained(model) if keeps else model
        if settings.websocket:
            from quire.models.sockets import Socketed

            asked = await stack.enter_async_context(Socketed(account, asked, stored=keeps))
        yield asked


@asynccontextmanager
async def _over_http(settings: Settings, account: Provider) -> AsyncIterator[Model]:
    if settings.background:
        from quire.models.followed import Followed

        async with Followed(account, settings.retry) as followed:
            yield followed
    else:
        from quire.models.upstream import Upstream

        async with Upstream(account) as upstream:
            yield upstream
