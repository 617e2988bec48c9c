"""One MCP server: started, asked for its tools, called, and told apart from one that has gone.

Everything of the official SDK lies behind this module, which is loaded where a server is set.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx2
from mcp import ClientSession, MCPError
from mcp.client._transport import TransportStreams
from mcp.client.session import IncomingMessage
from mcp.client.streamable_http import streamable_http_client
from mcp.types import (
    CallToolResult,
    Implementation,
    PaginatedRequestParams,
    Tool,
    ToolListChangedNotification,
)

from quire import __version__
from quire.errors import UsageError
from quire.sandbox.process import Command
from quire.sandbox.runner import Sandbox
from quire.tools.mcp_auth import Bearer
from quire.tools.mcp_settings import Server
from quire.tools.mcp_stdio import spoken_with
from quire.tools.mcp_tokens import Tokens

Opening = Callable[[Callable[[str], None]], AbstractAsyncContextManager[TransportStreams]]
"""Opens the way to a server; what it is given is told in words when the server ends by itself."""

_ME = Implementation(name="quire", version=__version__)
_PAGES = 100
"""Pages of tools that are read; a server that has more never stops."""


def program(sandbox: Sandbox, command: Command) -> Opening:
    """Return what starts a server behind `sandbox`."""
    return lambda ended: spoken_with(sandbox, command, ended)


def address(
    url: str, headers: Mapping[str, str], tokens: Tokens | None = None, refused: str = "it refuses"
) -> Opening:
    """Return what connects to a server over streamable HTTP, with `tokens` where there are any.

    `refused` says what to do where the server wants another login (401).
    """

    @asynccontextmanager
    async def opened(ended: Callable[[str], None]) -> AsyncIterator[TransportStreams]:
        limits = httpx2.Timeout(30.0, read=None)  # how long an answer may take, the call says
        auth = Bearer(tokens, lambda: ended(refused))
        client = httpx2.AsyncClient(headers=dict(headers), timeout=limits, auth=auth)
        async with client, streamable_http_client(url, http_client=client) as (heard, sent):
            yield heard, sent

    return opened


class Connection:
    """The session with one server; a task of its own holds it open."""

    def __init__(self, opening: Opening, server: Server) -> None:
        """Start nothing yet."""
        self._opening = opening
        self._server = server
        self._news: asyncio.Task[tuple[Tool, ...]] | None = None
        self._stop = asyncio.Event()
        self._life: asyncio.Task[None] | None = None
        self._session: ClientSession | None = None
        self.gone = ""

    async def start(self) -> tuple[Tool, ...]:
        """Start the server and return its tools.

        One that has ended is started again. Raises UsageError that says why it did not start.
        """
        await self.close()
        self._stop, self._session, self.gone = asyncio.Event(), None, ""
        begun: asyncio.Future[tuple[Tool, ...]] = asyncio.get_running_loop().create_future()
        self._life = asyncio.create_task(self._speak(begun))
        self._life.add_done_callback(self._over)
        seconds = self._server.startup_timeout_sec
        either: set[asyncio.Future[tuple[Tool, ...]] | asyncio.Task[None]] = {begun, self._life}
        await asyncio.wait(either, timeout=seconds, return_when="FIRST_COMPLETED")
        if begun.done():
            return begun.result()
        late = f"it did not answer within {seconds:g} s" if not self._life.done() else ""
        await self.close()
        self.gone = late or self.gone or "it ended"
        raise UsageError(self.gone)

    async def call(self, tool: str, arguments: dict[str, object]) -> CallToolResult:
        """Return the result of a tool. Raises UsageError where there is none, and says why."""
        if self._life is None or self._session is None or self.gone:
            raise UsageError(self.gone or "it is not running")
        seconds = self._server.tool_timeout_sec
        asked = asyncio.create_task(self._session.call_tool(tool, arguments))
        try:
            await asyncio.wait({asked, self._life}, timeout=seconds, return_when="FIRST_COMPLETED")
            if asked.done() and asked.exception() is None:
                return asked.result()
            if self.gone or self._life.done():
                raise UsageError(self.gone)
            if (error := asked.exception() if asked.done() else None) is not None:
                raise UsageError(_words(error)) from error
            raise UsageError(f"the tool did not answer within {seconds:g} s")
        finally:
            asked.cancel()
            await asyncio.wait({asked})

    def changed(self) -> tuple[Tool, ...] | None:
        """Return, once, the tools of a server that said that they changed; None otherwise.

        Raises UsageError where it does not say what they are.
        """
        if self._news is None or not self._news.done():
            return None
        news, self._news = self._news, None
        error = None if news.cancelled() else news.exception()
        if error is not None:
            raise UsageError(_words(error)) from error
        return None if news.cancelled() else news.result()

    async def close(self) -> None:
        """End the session and the server."""
        if self._news is not None:
            self._news.cancel()
        if self._life is None:
            return
        self._stop.set()
        if self._session is None:
            self._life.cancel()
        await asyncio.wait({self._life})

    async def _speak(self, begun: asyncio.Future[tuple[Tool, ...]]) -> None:
        """Hold the server open until it is to stop or ends."""
        async with (
            self._opening(self._ended) as (heard, sent),
            ClientSession(heard, sent, client_info=_ME, message_handler=self._hear) as session,
        ):
            await session.initialize()
            tools = await _tools(session)
            self._session = session
            begun.set_result(tools)
            await self._stop.wait()

    async def _hear(self, message: IncomingMessage) -> None:
        """Ask for the tools anew when the server says that they changed."""
        if isinstance(message, ToolListChangedNotification) and self._session is not None:
            if self._news is not None:
                self._news.cancel()
            self._news = asyncio.create_task(_tools(self._session))

    def _ended(self, words: str) -> None:
        self.gone = self.gone or words
        self._stop.set()

    def _over(self, life: asyncio.Task[None]) -> None:
        error = None if life.cancelled() else life.exception()
        self.gone = self.gone or (_words(error) if error else "it was ended")


async def _tools(session: ClientSession) -> tuple[Tool, ...]:
    found: list[Tool] = []
    place: str | None = None
    for _ in range(_PAGES):
        params = PaginatedRequestParams(cursor=place) if place else None
        page = await session.list_tools(params=params)
        found += page.tools
        place = page.next_cursor
        if not place:
            break
    return tuple(found)


def _words(error: BaseException) -> str:
    """Return what an error of the SDK says, that of the first one where there are several."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, MCPError):
        return f"it answered with an error: {error.error.message}"
    return str(error) or type(error).__name__
