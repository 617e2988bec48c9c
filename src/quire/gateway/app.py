"""The ASGI application: finds the route, knows the caller, sends the reply, tells every error."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack

from msgspec import Struct

from quire.errors import QuireError, UsageError
from quire.gateway import credentials, faults, heap
from quire.gateway.clients import Client, client_of
from quire.gateway.door import Door
from quire.gateway.exchange import (
    Asked,
    Headers,
    Receive,
    Scope,
    Send,
    Stream,
    body_of,
    headers_of,
    query_of,
)
from quire.gateway.identity import Caller
from quire.gateway.refusals import refusal
from quire.gateway.routes import OPEN, PUBLIC, ROUTES, Answerer
from quire.gateway.sockets import serve_socket
from quire.gateway.watch import Watch, send_reply
from quire.protocol.narration import new_id
from quire.store.keys import Key

Opening = Callable[[], AbstractAsyncContextManager[Door]]
# How many more objects there may be before cycles among them are looked for, by their age.
_CYCLES = (5_000, 5, 5)
_VERSION = (b"openai-version", b"2020-10-01")


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
        )

    def take(self, known: Known, body: bytes, client: Client) -> Coroutine[object, object, None]:
        """Serve a request whose head was seen before."""
        if self._door is None:
            raise RuntimeError("The server did not start the application.")
        return _take(self._door, known, body, client)

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
    """What a request's head means; its caller is who he was while `keys` are the known ones."""

    scope: Scope
    answerer: Answerer
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    caller: Caller
    keys: Mapping[str, Key]
    largest: int


class _Begun(Struct, frozen=True):
    """A request that is being served: its scope, who answers, its headers' ids, since when."""

    scope: Scope
    answerer: Answerer
    named: Headers
    since: float


async def _serve(door: Door, scope: Scope, receive: Receive, send: Send) -> None:
    since = time.perf_counter()
    client = client_of(scope, receive, send)
    named = _named()
    try:
        method, path = str(scope["method"]), str(scope["path"])
        if (method, path) in OPEN:
            return await send_reply(client, OPEN[method, path](), named)
        answerer, parts = found(method, path)
        headers = headers_of(scope)
        asked = Asked(
            caller=await door.caller(headers, public=answerer in PUBLIC),
            parts=parts,
            query=query_of(scope),
            headers=headers,
            body=await body_of(receive, door.settings.largest_body),
        )
        await _answer(door, _Begun(scope, answerer, named, since), asked, client)
    except QuireError as error:
        await send_reply(client, refusal(scope, error), named)
    except ConnectionResetError:
        return  # the client left while it was still asking


async def _take(door: Door, known: Known, body: bytes, client: Client) -> None:
    """Serve a request whose head is known."""
    since = time.perf_counter()
    named = _named()
    try:
        caller = known.caller
        if door.keyring.known is not known.keys:
            caller = await door.caller(known.headers)
        asked = Asked(caller=caller, parts={}, query=known.query, headers=known.headers, body=body)
        await _answer(door, _Begun(known.scope, known.answerer, named, since), asked, client)
    except QuireError as error:
        await send_reply(client, refusal(known.scope, error), named)


def _named() -> Headers:
    return ((b"x-request-id", new_id("req_").encode()), _VERSION)


async def _answer(door: Door, begun: _Begun, asked: Asked, client: Client) -> None:
    """Answer a request whose body has come."""
    with Watch(client, door.settings.keep_alive) as watch:
        try:
            with faults.ours_told():
                reply = await begun.answerer(door, asked)
        except QuireError as error:
            reply = refusal(begun.scope, error)
        taken = b"%d" % int((time.perf_counter() - begun.since) * 1000)
        limits = door.means.accounts.books.allowances.headers(asked.caller.key)
        extra = (*begun.named, (b"openai-processing-ms", taken), *limits)
        if isinstance(reply, Stream):
            await watch.stream(reply, extra)
        else:
            await watch.reply(reply, extra)


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
