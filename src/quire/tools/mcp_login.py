"""Logging in to an MCP server over HTTP: OAuth 2.1 with PKCE, by the official SDK.

The person's browser is sent back to a port of this machine (RFC 8252, section 7.3).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import httpx2
from mcp.client.auth import OAuthClientProvider, OAuthFlowError
from mcp.shared.auth import (
    AuthorizationCodeResult,
    OAuthClientInformationFull,
    OAuthClientMetadata,
    OAuthToken,
)
from pydantic import AnyUrl

from quire.errors import UpstreamError, UsageError
from quire.tools.mcp_tokens import Login

SECONDS = 300.0
"""How long a person may take."""

_HOST = "127.0.0.1"
_PAGE = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/plain; charset=utf-8\r\nconnection: close\r\n\r\n"
    b"This page can be closed; the rest is in the terminal.\n"
)


class _Kept:
    """What the SDK would keep, for the length of one login."""

    def __init__(self) -> None:
        self.tokens: OAuthToken | None = None
        self.client: OAuthClientInformationFull | None = None

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.client = client_info


class _Door:
    """Waits on a port of this machine for the browser that comes back."""

    def __init__(self) -> None:
        self.came: asyncio.Future[AuthorizationCodeResult] = (
            asyncio.get_running_loop().create_future()
        )

    async def heard(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one request; what is no answer to ours is let go."""
        line = (await reader.readline()).decode("latin-1").split(" ")
        writer.write(_PAGE)
        await writer.drain()
        writer.close()
        given = parse_qs(urlsplit(line[1]).query) if len(line) > 1 else {}
        told = {name: values[0] for name, values in given.items()}
        if self.came.done() or not {"code", "error"} & told.keys():
            return
        if "error" in told:
            words = told.get("error_description") or told["error"]
            self.came.set_exception(_failure(f"The login was refused: {words}."))
        else:
            result = AuthorizationCodeResult(
                code=told["code"], state=told.get("state"), iss=told.get("iss")
            )
            self.came.set_result(result)

    async def result(self) -> AuthorizationCodeResult:
        """Return what the browser brought."""
        return await self.came


async def logged_in(
    url: str, show: Callable[[str], None], *, scope: str = "", port: int = 0
) -> Login | None:
    """Let a person log in to the server at `url`; None where it wants no login.

    `show` is given the address to open; it leads back to `port` (0: any). Raises
    UpstreamError, UsageError.
    """
    door = _Door()
    try:
        server = await asyncio.start_server(door.heard, _HOST, port)
    except OSError as error:
        raise UsageError(
            f"The port {port} cannot be used: {error.strerror}.",
            hint="Choose another --port.",
            param="port",
        ) from error
    back = f"http://{_HOST}:{server.sockets[0].getsockname()[1]}/callback"
    kept = _Kept()

    async def sent(address: str) -> None:
        show(address)

    provider = OAuthClientProvider(
        server_url=url,
        client_metadata=OAuthClientMetadata(
            client_name="Quire", redirect_uris=[AnyUrl(back)], scope=scope or None
        ),
        storage=kept,
        redirect_handler=sent,
        callback_handler=door.result,
    )
    try:
        async with server, asyncio.timeout(SECONDS):
            status = await _greeted(url, provider)
    except TimeoutError as error:
        raise _failure(f"Nobody logged in within {SECONDS:g} s.") from error
    login = _login(url, provider, kept)
    if login is None and (status in _NO_SERVER or status >= 500):
        raise _failure(f"There is no MCP server at {url}: it answered with {status}.")
    return login


async def _greeted(url: str, provider: OAuthClientProvider) -> int:
    """Ask the server anything, so that it asks for the login; return the status of its answer.

    Raises UpstreamError.
    """
    try:
        async with httpx2.AsyncClient(auth=provider, timeout=_REQUEST) as client:
            answer = await client.post(url, json=_PING, headers=_ACCEPTS)
    except (OAuthFlowError, httpx2.HTTPError) as error:
        raise _failure(f"The login to {url} failed: {error}.") from error
    if answer.status_code == 401:
        raise _failure(f"{url} refuses the new login (401).")
    return answer.status_code


def _failure(words: str) -> UpstreamError:
    return UpstreamError(words, hint="Check the address, or ask its owner.", retryable=False)


_NO_SERVER = (404, 405)
_REQUEST = 30.0
_PING = {"jsonrpc": "2.0", "id": 0, "method": "ping"}
_ACCEPTS = {"Accept": "application/json, text/event-stream"}


def _login(url: str, provider: OAuthClientProvider, kept: _Kept) -> Login | None:
    if kept.tokens is None or kept.client is None:
        return None
    context = provider.context
    found = context.oauth_metadata
    base = context.get_authorization_base_url(url)
    login = Login(
        url=url,
        access_token=kept.tokens.access_token,
        token_endpoint=str(found.token_endpoint) if found else f"{base}/token",
        resource=context.get_resource_url() if context.should_include_resource_param() else "",
        client=kept.client.model_dump(mode="json", exclude_none=True),
    )
    return login.renewed(kept.tokens.model_dump_json().encode())
