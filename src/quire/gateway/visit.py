"""One request at the door, from its head to its reply: the headers of an answer, and its errors."""

from __future__ import annotations

import time

from msgspec import Struct

from quire.errors import QuireError
from quire.gateway import faults
from quire.gateway.clients import Client
from quire.gateway.door import Door
from quire.gateway.exchange import Asked, Headers, Scope, Stream
from quire.gateway.refusals import refusal
from quire.gateway.routes import Answerer
from quire.gateway.watch import Watch
from quire.protocol.narration import new_id
from quire.store.keys import Key

_VERSION = (b"openai-version", b"2020-10-01")


class Visit(Struct, frozen=True):
    """A request that is being served: at which door, its scope, its answer's ids, since when."""

    door: Door
    scope: Scope
    named: Headers
    since: float

    def headers(self, key: Key) -> Headers:
        """Return the headers that every answer has, whatever it is."""
        taken = b"%d" % int((time.perf_counter() - self.since) * 1000)
        limits = self.door.means.accounts.books.allowances.headers(key)
        return (*self.named, (b"openai-processing-ms", taken), *limits)


def visiting(door: Door, scope: Scope) -> Visit:
    """Return the visit that begins now."""
    named = ((b"x-request-id", new_id("req_").encode()), _VERSION)
    return Visit(door, scope, named, time.perf_counter())


async def served(visit: Visit, answerer: Answerer, asked: Asked, client: Client) -> None:
    """Answer a request whose body has come."""
    with Watch(client, visit.door.settings.keep_alive) as watch:
        try:
            with faults.ours_told():
                reply = await answerer(visit.door, asked)
        except QuireError as error:
            reply = refusal(visit.scope, error)
        extra = visit.headers(asked.caller.key)
        if isinstance(reply, Stream):
            await watch.stream(reply, extra)
        else:
            await watch.reply(reply, extra)
