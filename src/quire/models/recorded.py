"""Cassettes: exchanges with a Model kept in a file, and a Model that plays them back.

A cassette is JSON lines, one exchange a line: `request`, `events`, and `error` where it failed.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import Raw, Struct

from quire.errors import ContextTooLong, StoreError, StreamBroken, UpstreamError
from quire.models.settings import Secret
from quire.models.streams import closing
from quire.protocol.events import Event
from quire.protocol.model import Model
from quire.protocol.records import read_record
from quire.protocol.requests import Request

# Fields that differ between two runs of the same task and do not change the answer.
VOLATILE = frozenset({"prompt_cache_key", "metadata", "client_metadata", "stream"})
_KEYS = re.compile(
    rb"sk-[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}"
    rb"|AKIA[0-9A-Z]{16}|(?i:bearer )[A-Za-z0-9._~+/-]{16,}=*"
)
_ERRORS = {kind.__name__: kind for kind in (UpstreamError, ContextTooLong, StreamBroken)}


class Failure(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An error that ended an exchange; `kind` is its class."""

    kind: str
    message: str
    hint: str = ""
    code: str
    status: int
    retryable: bool
    retry_after: float | None = None


class Exchange(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One request and what came back."""

    request: Raw
    events: tuple[Raw, ...]
    error: Failure | None = None


def recording(model: Model, path: Path, *, secrets: Iterable[Secret] = ()) -> Model:
    """Return a Model that answers as `model` does and appends each exchange to `path`.

    `secrets`, and whatever looks like a key, are replaced before anything is written. An
    exchange that its reader leaves early is not kept.
    """
    return _Recording(model, path, tuple(secrets))


class _Recording:
    def __init__(self, model: Model, path: Path, secrets: tuple[Secret, ...]) -> None:
        self._model = model
        self._path = path
        self._secrets = secrets

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Answer as the other Model does, and keep the exchange."""
        heard: list[Raw] = []
        try:
            async with closing(self._model.respond(request)) as stream:
                async for event in stream:
                    heard.append(Raw(event.wire()))
                    yield event
        except UpstreamError as error:
            self._keep(request, heard, _failure(error))
            raise
        self._keep(request, heard, None)

    def _keep(self, request: Request, heard: list[Raw], error: Failure | None) -> None:
        exchange = Exchange(request=Raw(request.body()), events=tuple(heard), error=error)
        line = scrubbed(msgspec.json.encode(exchange), self._secrets)
        try:
            with self._path.open("ab") as file:
                file.write(line + b"\n")
        except OSError as failure:
            raise StoreError(
                f"The cassette {self._path} cannot be written: {failure.strerror}.",
                hint="Name a file in a folder that exists.",
            ) from failure


class Recorded:
    """Answers each request with the exchange that was recorded for it, each used once."""

    def __init__(self, path: Path, *, volatile: frozenset[str] = VOLATILE) -> None:
        """Read the cassette at `path`; requests are compared without the `volatile` fields.

        Raises StoreError when it cannot be read.
        """
        self._path = path
        self._volatile = volatile
        self._left = _read(path)

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Play back the exchange of `request`.

        Raises the error that was recorded, or UpstreamError with the first field that differs.
        """
        exchange = self._taken(scrubbed(request.body(), ()))
        for raw in exchange.events:
            yield read_record(bytes(raw))
        if exchange.error is not None:
            raise _raised(exchange.error)

    def _taken(self, body: bytes) -> Exchange:
        asked = self._compared(body)
        for place, exchange in enumerate(self._left):
            if self._compared(exchange.request) == asked:
                return self._left.pop(place)
        raise UpstreamError(
            f"The cassette {self._path} has no answer to this request: {self._difference(asked)}",
            hint="Record the cassette again, or ask what was asked then.",
            code="cassette_mismatch",
            retryable=False,
        )

    def _compared(self, body: bytes | Raw) -> dict[str, object]:
        whole = msgspec.json.decode(body, type=dict[str, object])
        return {name: value for name, value in whole.items() if name not in self._volatile}

    def _difference(self, asked: dict[str, object]) -> str:
        if not self._left:
            return "every exchange in it was played."
        found = next(differences(self._compared(self._left[0].request), asked))
        field, recorded, now = found
        return f"{field} was {_shown(recorded)}, is {_shown(now)}."


def differences(
    one: object, other: object, field: str = ""
) -> Iterator[tuple[str, object, object]]:
    """Yield (field, value in one, value in other) where two JSON values differ, in order."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for name in dict.fromkeys((*one, *other)):
            below = f"{field}.{name}" if field else str(name)
            yield from differences(one.get(name), other.get(name), below)
    elif isinstance(one, list) and isinstance(other, list):
        for place in range(max(len(one), len(other))):
            first = one[place] if place < len(one) else None
            second = other[place] if place < len(other) else None
            yield from differences(first, second, f"{field}[{place}]")
    elif one != other:
        yield field, one, other


def scrubbed(data: bytes, secrets: Iterable[Secret]) -> bytes:
    """Return `data` without `secrets` and without what looks like a key."""
    for secret in secrets:
        data = data.replace(secret.reveal().encode(), b"[key]") if secret.reveal() else data
    return _KEYS.sub(b"[key]", data)


def _read(path: Path) -> list[Exchange]:
    try:
        lines = path.read_bytes().splitlines()
        return [msgspec.json.decode(line, type=Exchange) for line in lines if line.strip()]
    except (OSError, msgspec.MsgspecError) as error:
        raise StoreError(
            f"The cassette {path} cannot be read: {error}", hint="Record it again."
        ) from error


def _failure(error: UpstreamError) -> Failure:
    return Failure(
        kind=type(error).__name__,
        message=error.message,
        hint=error.hint,
        code=error.code,
        status=error.status,
        retryable=error.retryable,
        retry_after=error.retry_after,
    )


def _raised(failure: Failure) -> UpstreamError:
    return _ERRORS.get(failure.kind, UpstreamError)(
        failure.message,
        hint=failure.hint,
        code=failure.code,
        status=failure.status,
        retryable=failure.retryable,
        retry_after=failure.retry_after,
    )


def _shown(value: object) -> str:
    text = "absent" if value is None else msgspec.json.encode(value).decode()
    return text if len(text) <= 120 else text[:119] + "…"
