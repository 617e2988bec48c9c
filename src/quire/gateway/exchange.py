"""One HTTP exchange: what a client asked, and the replies there are."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from typing import Protocol, TypeAlias
from urllib.parse import parse_qs

from msgspec import Struct

from quire.errors import InvalidRequest, UsageError
from quire.gateway.identity import Caller

Scope: TypeAlias = Mapping[str, object]
AsgiMessage: TypeAlias = MutableMapping[str, object]
Receive: TypeAlias = Callable[[], Awaitable[AsgiMessage]]
Send: TypeAlias = Callable[[AsgiMessage], Awaitable[None]]
Headers: TypeAlias = tuple[tuple[bytes, bytes], ...]

JSON = (b"content-type", b"application/json")


class Asked(Struct, frozen=True, kw_only=True):
    """A request as a route gets it: who asks, the named parts of the path, query and body."""

    caller: Caller
    parts: Mapping[str, str]
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes

    def one(self, name: str, default: str = "") -> str:
        """Return the last value of a query parameter."""
        return self.query.get(name, [default])[-1]

    def number(self, name: str) -> int | None:
        """Return a query parameter as a whole number. Raises InvalidRequest."""
        text = self.one(name)
        if not text:
            return None
        if not text.lstrip("-").isdigit():
            raise InvalidRequest(
                f"Invalid value for '{name}': expected an integer, got {text!r}.",
                param=name,
                code="invalid_type",
            )
        return int(text)


class Reply(Struct, frozen=True):
    """A whole answer; its body is JSON unless the headers name another type."""

    body: bytes
    status: int = 200
    headers: Headers = (JSON,)


class Frames(Protocol):
    """Frames as they come, to be closed by whoever sends them: a generator, or what acts as one."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Begin to read."""
        ...

    def aclose(self) -> Awaitable[None]:
        """Be done with them, read to the end or not."""
        ...


Push: TypeAlias = Callable[[bytes], bool]


class Stream(Struct, frozen=True):
    """An answer that is sent frame by frame, each in one write, as server-sent events.

    `flow`, where there is one, gives frames to a function as they come, for as long as that takes
    them and nothing has to be waited for; what it leaves is read from `frames` as ever.
    """

    frames: Frames
    headers: Headers = ()
    flow: Callable[[Push], Awaitable[None]] | None = None


def headers_of(scope: Scope) -> dict[str, str]:
    """Return the request's headers; names are in lower case."""
    raw = scope.get("headers")
    pairs = raw if isinstance(raw, list | tuple) else ()
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in pairs}


def query_of(scope: Scope) -> dict[str, list[str]]:
    """Return the query; `include[]=a` is read as `include=a`."""
    raw = scope.get("query_string")
    if not isinstance(raw, bytes) or not raw:
        return {}
    pairs = parse_qs(raw.decode("latin-1"), keep_blank_values=True)
    return {name.removesuffix("[]"): values for name, values in pairs.items()}


async def body_of(receive: Receive, largest: int) -> bytes:
    """Return the whole body. Raises UsageError when it is larger than `largest` bytes."""
    pieces: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionResetError("The client left before its request was whole.")
        piece = message.get("body", b"")
        if isinstance(piece, bytes) and piece:
            pieces.append(piece)
            size += len(piece)
        if size > largest:
            raise UsageError(
                f"The body is larger than {largest} bytes.", code="request_too_large", status=413
            )
        if not message.get("more_body"):
            return pieces[0] if len(pieces) == 1 else b"".join(pieces)
