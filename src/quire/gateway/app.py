"""The ASGI application: finds the route, knows the caller, sends the reply, tells every error."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack

from quire.errors import QuireError, UsageError
from quire.gateway import faults
from quire.gateway.clients import client_of
from quire.gateway.door import Door
from quire.gateway.exchange import (
    Asked,
    Headers,
    Receive,
    Reply,
    Scope,
    Send,
    Stream,
    body_of,
    headers_of,
    query_of,
)
from quire.gateway.refusals import refusal
from quire.gateway.routes import OPEN, PUBLIC, ROUTES, Answerer
from quire.gateway.sockets import serve_socket
from quire.gateway.watch import Watch, send_reply
from quire.protocol.narration import new_id

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


async def _serve(door: Door, scope: Scope, receive: Receive, send: Send) -> None:
    began = time.perf_counter()
    client = client_of(scope, receive, send)
    named: Headers = ((b"x-request-id", new_id("req_").encode()), _VERSION)
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
        async with Watch(client, door.settings.keep_alive) as watch:
            reply = await _answered(answerer, door, asked, scope)
            taken = b"%d" % int((time.perf_counter() - began) * 1000)
            limits = door.means.accounts.books.allowances.headers(asked.caller.key)
            extra = (*named, (b"openai-processing-ms", taken), *limits)
            if isinstance(reply, Stream):
                await watch.stream(reply.frames, (*reply.headers, *extra))
            else:
                await watch.reply(reply, extra)
    except QuireError as error:
        await send_reply(client, refusal(scope, error), named)
    except ConnectionResetError:
        return  # the client left while it was still asking


async def _answered(answerer: Answerer, door: Door, asked: Asked, scope: Scope) -> Reply | Stream:
    try:
        with faults.ours_told():
            return await answerer(door, asked)
    except QuireError as error:
        return refusal(scope, error)


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
