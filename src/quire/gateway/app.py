"""The ASGI application: finds the route, knows the caller, sends the reply, tells every error."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack

from msgspec import Struct

from quire.errors import QuireError, UsageError
from quire.gateway import chat, credentials, faults, heap
from quire.gateway.clients import Client, Direct, client_of
from quire.gateway.door import Door
from quire.gateway.exchange import (
    Asked,
    Receive,
    Scope,
    Send,
    body_of,
    headers_of,
    query_of,
)
from quire.gateway.identity import Caller
from quire.gateway.refusals import refusal
from quire.gateway.routes import OPEN, PUBLIC, ROUTES, Answerer
from quire.gateway.sockets import serve_socket
from quire.gateway.swift import swiftly
from quire.gateway.visit import Visit, served, visiting
from quire.gateway.watch import send_reply
from quire.store.keys import Key

Opening = Callable[[], AbstractAsyncContextManager[Door]]
# How many more objects there may be before cycles among them are looked for, by their age.
_CYCLES = (5_000, 5, 5)


class App:
    """The door as an ASGI application; its rooms open when the server starts."""

    def __init__(self, opening: Opening) -> None:
        """Keep what opens the rooms."""
        self._opening = opening
        self._door: Door | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection of the kind that `scope` names."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._door is None:
            raise RuntimeError("The server did not start the application.")
        elif scope["type"] == "websocket":
            await serve_socket(self._door, scope, receive, send)
        else:
            await _serve(self._door, scope, receive, send)

    @property
    def patience(self) -> float | None:
        """How long a client may dawdle, in seconds; None before the start."""
        return self._door.settings.client_patience if self._door is not None else None

    def seen(self, scope: Scope) -> Known | None:
        """Return what the head of a request means, None where it has to be looked at each time.

        That is so for tokens, which expire, and for credentials of the client's own.
        """
        door, answerer = self._door, _FIXED.get(("POST", str(scope.get("path"))))
        if door is None or answerer is None or scope.get("method") != "POST":
            return None
        headers = headers_of(scope)
        key = door.keyring.held(headers)
        if key is None or any(name.startswith(credentials.PREFIX) for name in headers):
            return None
        return Known(
            scope={"path": scope["path"], "headers": scope["headers"]},
            answerer=answerer,
            query=query_of(scope),
            headers=headers,
            caller=door.called(key, headers),
            keys=door.keyring.known,
            largest=door.settings.largest_body,
            swift=answerer is chat.create and not door.settings.strict_endpoints,
        )

    def take(self, known: Known, body: bytes, client: Direct) -> None:
        """Serve a request whose head was seen before, by calls where they are enough."""
        door = self._door
        if door is None:
            raise RuntimeError("The server did not start the application.")
        visit = visiting(door, known.scope)
        if door.keyring.known is not known.keys:
            client.answer(_taken(visit, known, body, client))
            return
        asked = known.asked(known.caller, body)
        if not (known.swift and swiftly(visit, asked, client)):
            client.answer(served(visit, known.answerer, asked, client))

    async def _live(self, receive: Receive, send: Send) -> None:
        """Open the rooms when the server starts, and close them when it stops."""
        await receive()
        async with AsyncExitStack() as stack:
            try:
                self._door = await stack.enter_async_context(self._opening())
            except QuireError as error:
                await send({"type": "lifespan.startup.failed", "message": faults.words_of(error)})
                return
            _settle_down()
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})


def _settle_down() -> None:
    """Look for cycles of objects seldom, and not among what lives as long as the server."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_CYCLES)
    heap.settle()


class Known(Struct, frozen=True, kw_only=True):
    """What a request's head means; its caller is who he was while `keys` are the known ones.

    `swift` says that its answer may take no more than calls.
    """

    scope: Scope
    answerer: Answerer
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    caller: Caller
    keys: Mapping[str, Key]
    largest: int
    swift: bool

    def asked(self, caller: Caller, body: bytes) -> Asked:
        """Return the request with this head that has come."""
        return Asked(caller=caller, parts={}, query=self.query, headers=self.headers, body=body)


async def _serve(door: Door, scope: Scope, receive: Receive, send: Send) -> None:
    visit, client = visiting(door, scope), client_of(scope, receive, send)
    try:
        method, path = str(scope["method"]), str(scope["path"])
        if (method, path) in OPEN:
            return await send_reply(client, OPEN[method, path](), visit.named)
        answerer, parts = found(method, path)
        headers = headers_of(scope)
        asked = Asked(
            caller=await door.caller(headers, public=answerer in PUBLIC),
            parts=parts,
            query=query_of(scope),
            headers=headers,
            body=await body_of(receive, door.settings.largest_body),
        )
        await served(visit, answerer, asked, client)
    except QuireError as error:
        await send_reply(client, refusal(scope, error), visit.named)
    except ConnectionResetError:
        return  # the client left while it was still asking


async def _taken(visit: Visit, known: Known, body: bytes, client: Client) -> None:
    """Serve a request whose head is known, but not any more who sends it."""
    try:
        caller = await visit.door.caller(known.headers)
        await served(visit, known.answerer, known.asked(caller, body), client)
    except QuireError as error:
        await send_reply(client, refusal(known.scope, error), visit.named)


def found(method: str, path: str) -> tuple[Answerer, dict[str, str]]:
    """Return what answers a path, and the path's named parts. Raises UsageError 404 or 405."""
    answerer = _FIXED.get((method, path))
    if answerer is not None:
        return answerer, {}
    allowed = []
    for known, pattern, candidate in _PATTERNS:
        match = pattern.fullmatch(path)
        if match and known == method:
            return candidate, match.groupdict()
        if match:
            allowed.append(known)
    if allowed or any(path == fixed for _, fixed in _FIXED):
        raise UsageError(f"{method} is not allowed for {path}.", code="bad_method", status=405)
    raise UsageError(
        f"Unknown request URL: {method} {path}.",
        hint="The API begins at /v1, for example POST /v1/responses.",
        code="unknown_url",
        status=404,
    )


def _pattern(path: str) -> re.Pattern[str]:
    """Return the pattern of a route's path; `{name...}` takes slashes too."""
    text = re.sub(r"\\{(\w+)(\\\.){3}\\}", r"(?P<\1>.+)", re.escape(path))
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", text))


_FIXED = {(route.method, route.path): route.answerer for route in ROUTES if "{" not in route.path}
_PATTERNS = [
    (route.method, _pattern(route.path), route.answerer) for route in ROUTES if "{" in route.path
]
