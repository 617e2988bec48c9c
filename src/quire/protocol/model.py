"""The one verb: a Model answers a Request with a stream of Events."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from quire.protocol.events import Event
from quire.protocol.requests import Request


class Model(Protocol):
    """Whatever answers: an upstream, the engine, a script, or a wrapper around one of them."""

    def respond(self, request: Request) -> AsyncIterator[Event]:
        """Answer `request` with events in their legal order, the last one terminal.

        Raises UpstreamError when there is no answer, StreamBroken when it ends early.
        """
        ...
