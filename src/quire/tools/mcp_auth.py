"""Requests to an MCP server with the token of a login, which is renewed when it is used up."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncGenerator, Callable
from urllib.parse import quote, urlencode

import httpx2
import msgspec

from quire.tools.mcp_tokens import Login, Tokens

_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


class Bearer(httpx2.Auth):
    """Adds the token of a login; `refused` is called when the server wants another one."""

    requires_response_body = False

    def __init__(self, tokens: Tokens | None, refused: Callable[[], None]) -> None:
        """Add nothing where there are no `tokens`."""
        self._tokens = tokens
        self._refused = refused
        self._lock = asyncio.Lock()

    async def async_auth_flow(
        self, request: httpx2.Request
    ) -> AsyncGenerator[httpx2.Request, httpx2.Response]:
        """Send a request, after a new token or with one once more where that helps."""
        async with self._lock:
            login = self._known()
            if login is not None and not login.is_fresh() and login.refresh_token:
                login = await self._renewed(login, (yield refreshing(login))) or login
        if login is not None:
            request.headers["Authorization"] = f"Bearer {login.access_token}"
        response = yield request
        if response.status_code == 401 and login is not None and login.refresh_token:
            async with self._lock:
                known = self._known()
                if known is None or known.access_token == login.access_token:
                    known = await self._renewed(login, (yield refreshing(login)))
            if known is not None:
                request.headers["Authorization"] = f"Bearer {known.access_token}"
                response = yield request
        if response.status_code == 401:
            self._refused()

    def _known(self) -> Login | None:
        return self._tokens.read() if self._tokens else None

    async def _renewed(self, login: Login, response: httpx2.Response) -> Login | None:
        """Keep what a token endpoint gave, None where it gave nothing."""
        answer = await response.aread()
        if response.status_code != 200:
            return None
        try:
            renewed = login.renewed(answer)
        except msgspec.MsgspecError:
            return None  # no token: the server will say so, and the person logs in again
        if self._tokens:
            self._tokens.keep(renewed)
        return renewed


def refreshing(login: Login) -> httpx2.Request:
    """Return the request for new tokens (RFC 6749, section 6)."""
    name, secret = str(login.client.get("client_id", "")), login.client.get("client_secret")
    method = login.client.get("token_endpoint_auth_method")
    form = {"grant_type": "refresh_token", "refresh_token": login.refresh_token, "client_id": name}
    headers = dict(_FORM)
    if login.resource:
        form["resource"] = login.resource
    if isinstance(secret, str) and method == "client_secret_basic":
        pair = f"{quote(name, safe='')}:{quote(secret, safe='')}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    elif isinstance(secret, str) and secret:
        form["client_secret"] = secret
    return httpx2.Request("POST", login.token_endpoint, content=urlencode(form), headers=headers)
