"""The one way to an upstream over HTTP: a body goes out, events come in, every failure is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from quire import __version__
from quire.errors import SettingsError, StreamBroken, UpstreamError
from quire.models.failures import failure_of
from quire.models.settings import Provider
from quire.protocol.events import Event
from quire.protocol.sse import MEDIA_TYPE

if TYPE_CHECKING:
    import httpx2

_LONGEST_ERROR = 65_536
_LONGEST_ANSWER = 64 * 1024 * 1024
# A connection is kept for the next request only when its answer was read to the end.
_PARTING = 0.25


class Reader(Protocol):
    """Reads one answer in some dialect; `over` says that nothing more is expected."""

    @property
    def over(self) -> bool:
        """Whether the answer is whole."""
        ...

    def feed(self, data: bytes) -> Iterator[Event]:
        """Yield the events that a piece of a stream completes."""
        ...

    def end(self) -> Iterator[Event]:
        """Yield what is left when a stream has ended."""
        ...

    def whole(self, body: bytes) -> Iterator[Event]:
        """Yield the events of an answer that came as one JSON object."""
        ...


class Connection:
    """Keeps the connections to one provider, and asks it."""

    def __init__(self, provider: Provider) -> None:
        """Keep the account; no connection is made before the first request.

        Raises SettingsError when the HTTP library is not installed.
        """
        if find_spec("httpx2") is None:
            raise SettingsError(
                "Asking an upstream needs the package httpx2, which is not installed.",
                hint="Install it with: pip install 'quire[upstream]'",
                code="missing_package",
            )
        self._provider = provider
        self._client: httpx2.AsyncClient | None = None

    async def aclose(self) -> None:
        """Close the connections that are kept for further requests."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def ask(
        self, path: str, body: bytes, reader: Reader, *, session: str | None = None
    ) -> AsyncIterator[Event]:
        """Post `body` to `path` and yield what `reader` makes of the answer.

        `session` names requests that belong together. Closing the generator closes the
        connection. Raises UpstreamError, ContextTooLong or StreamBroken, in the upstream's own
        words.
        """
        with self._failures_told():
            async with self._opened().stream(
                "POST",
                self._provider.address(path),
                content=body,
                headers=self._headers(session),
            ) as answer:
                if answer.status_code != 200:
                    raise await self._refusal(answer)
                async for event in _events(answer, reader):
                    yield event

    def _opened(self) -> httpx2.AsyncClient:
        if self._client is None:
            import httpx2

            # The certificates of the system are not read for an address that has no use for them.
            secure = self._provider.base_url.startswith("https:")
            self._client = httpx2.AsyncClient(
                verify=secure,
                follow_redirects=False,
                timeout=httpx2.Timeout(
                    self._provider.idle_timeout, connect=self._provider.connect_timeout
                ),
            )
        return self._client

    def _headers(self, session: str | None) -> dict[str, str]:
        headers = {
            "content-type": "application/json",
            "accept": f"{MEDIA_TYPE}, application/json",
            "accept-encoding": "identity",
            "user-agent": f"quire/{__version__}",
        }
        if session and session.isascii() and session.isprintable():
            headers["session_id"] = session
        if self._provider.key is not None:
            headers["authorization"] = f"Bearer {self._provider.key.reveal()}"
        return {**headers, **{name.lower(): text for name, text in self._provider.headers.items()}}

    async def _refusal(self, answer: httpx2.Response) -> UpstreamError:
        name, status = self._provider.name, answer.status_code
        if answer.is_redirect:
            target = answer.headers.get("location", "nowhere")
            return UpstreamError(
                f"{name} answered {status}: moved to {target}.",
                hint="Quire does not carry a key to another address; set the address to that one.",
                code="redirected",
                retryable=False,
            )
        body = await _body(answer, _LONGEST_ERROR)
        return failure_of(name, status, answer.headers, body)

    @contextmanager
    def _failures_told(self) -> Iterator[None]:
        """Turn failures of the transport into errors of ours, and keep the key out of all."""
        import httpx2

        try:
            yield
        except httpx2.RequestError as error:
            raise self._transport_failure(error) from error
        except UpstreamError as error:
            key = self._provider.key
            if key is not None and key.hidden_in(error.message) != error.message:
                error.message = key.hidden_in(error.message)
                error.args = (error.message,)
            raise

    def _transport_failure(self, error: httpx2.RequestError) -> UpstreamError:
        import httpx2

        name, words = self._provider.name, str(error) or type(error).__name__
        match error:
            case httpx2.ConnectTimeout():
                limit = self._provider.connect_timeout
                return UpstreamError(
                    f"{name} did not take a connection within {limit:g} s.", code="timeout"
                )
            case httpx2.TimeoutException():
                limit = self._provider.idle_timeout
                return StreamBroken(f"{name} sent nothing for {limit:g} s.", code="timeout")
            case httpx2.ConnectError():
                return UpstreamError(
                    f"{name} cannot be reached at {self._provider.base_url}: {words}",
                    hint="Check the address and the network.",
                    code="unreachable",
                )
            case _:
                return StreamBroken(f"The connection to {name} broke: {words}")


async def _events(answer: httpx2.Response, reader: Reader) -> AsyncIterator[Event]:
    kind = answer.headers.get("content-type", "")
    if not kind.startswith(MEDIA_TYPE):
        for event in reader.whole(await _body(answer, _LONGEST_ANSWER)):
            yield event
        return
    pieces = answer.aiter_bytes()
    async for piece in pieces:
        for event in reader.feed(piece):
            yield event
        if reader.over:
            await _drain(pieces)
            return
    for event in reader.end():
        yield event


async def _drain(pieces: AsyncIterator[bytes]) -> None:
    try:
        async with asyncio.timeout(_PARTING):
            async for _ in pieces:
                pass
    except TimeoutError:
        return  # The answer is whole; only the connection cannot be kept.


async def _body(answer: httpx2.Response, longest: int) -> bytes:
    body = bytearray()
    async for piece in answer.aiter_bytes():
        body += piece
        if len(body) > longest:
            break
    return bytes(body[:longest])
