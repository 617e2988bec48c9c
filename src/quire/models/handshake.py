"""Opening a WebSocket to an upstream, and what a failure to do so means."""

from __future__ import annotations

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, InvalidStatus

from quire import __version__
from quire.errors import UpstreamError
from quire.models.failures import failure_of
from quire.models.settings import DIRECT, Provider

_LONGEST_MESSAGE = 64 * 1024 * 1024
_PARTING = 0.25
# What another attempt may mend; every other answer means that this server has no WebSocket here.
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
# OpenAI's servers ask for it (responses-api, WebSocket mode); others do not mind.
_BETA = ("openai-beta", "responses_websockets=2026-02-06")


class Refused(Exception):
    """The server takes no WebSocket here; the words tell how it said so."""


class _Direct(connect):
    """Follows no redirect: a key is not carried to another address."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        """Return the failure as it is."""
        return exc


async def opened(provider: Provider, session: str | None) -> ClientConnection:
    """Return an open connection; `session` names the requests that will go over it.

    Raises Refused, and UpstreamError for what another attempt may mend.
    """
    try:
        return await _Direct(
            f"ws{provider.address('responses').removeprefix('http')}",
            additional_headers=_headers(provider, session),
            user_agent_header=f"quire/{__version__}",
            open_timeout=provider.connect_timeout,
            close_timeout=_PARTING,
            max_size=_LONGEST_MESSAGE,
            proxy=provider.proxy if provider.proxy not in ("", DIRECT) else None,
        )
    except InvalidStatus as error:
        response = error.response
        if response.status_code not in _PASSING:
            raise Refused(f"it answered {response.status_code}") from error
        headers = {name.lower(): text for name, text in response.headers.raw_items()}
        raise failure_of(
            provider.name, response.status_code, headers, bytes(response.body or b"")
        ) from error
    except InvalidHandshake as error:
        raise Refused(str(error)) from error
    except TimeoutError as error:
        raise Refused(f"no handshake within {provider.connect_timeout:g} s") from error
    except OSError as error:
        raise UpstreamError(
            f"{provider.name} cannot be reached at {provider.base_url}: {error}",
            hint="Check the address and the network.",
            code="unreachable",
        ) from error


def _headers(provider: Provider, session: str | None) -> dict[str, str]:
    headers = dict([_BETA])
    if provider.key is not None:
        headers["authorization"] = f"Bearer {provider.key.reveal()}"
    if session and session.isascii() and session.isprintable():
        headers["session_id"] = session
    return {**headers, **{name.lower(): text for name, text in provider.headers.items()}}
