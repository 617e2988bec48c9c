"""Responses that pass: client and upstream speak the Responses API, so most events stay bytes.

What `answering` does to every answer is done to these too (check, expand, ask, tell, keep), in one
object instead of a generator around another; what only some requests need goes that way still.
"""

from __future__ import annotations

import time

from quire.errors import QuireError, StreamBroken
from quire.gateway import faults
from quire.gateway.answering import Means, kept
from quire.gateway.charges import Account
from quire.gateway.compaction import crosses, folds
from quire.gateway.door import Door
from quire.gateway.exchange import Push
from quire.gateway.plans import Plan
from quire.gateway.telling import Telling
from quire.models.metered import TOKENS, answered
from quire.models.passing import Framed, Frames
from quire.models.relayed import Relayed
from quire.protocol import events
from quire.protocol.events import Event, Lifecycle
from quire.protocol.responses import Response
from quire.protocol.sse import DONE, encode


async def relaying(door: Door, plan: Plan) -> Relaying | None:
    """Return the answer that is planned, None where something more has to be done to it.

    Raises QuireError where no upstream can be asked.
    """
    context = plan.context
    if not isinstance(context, Framed) or plan.caller.own or "stop" in context.rest:
        return None
    if folds(context.input) or crosses(plan.request, context):
        return None
    relayed = door.models.relayed(context)
    if relayed is None:
        return None
    return Relaying(door.means, plan, relayed, await door.means.accounts.open(plan))


class Relaying:
    """The frames of one answer; `provider` gives it, once it has begun.

    Its account is closed once, when it has ended or its reader leaves.
    """

    def __init__(self, means: Means, plan: Plan, relayed: Relayed, account: Account) -> None:
        """Ask nobody yet."""
        self._means = means
        self._plan = plan
        self._relayed = relayed
        self._account = account
        self._telling = Telling(plan)
        self._asked_at = time.monotonic()
        self._first_token: float | None = None
        self._ready: list[bytes] = []
        self._done = DONE
        self._over = False
        self._open = True
        self.provider = ""

    async def begun(self) -> Relaying:
        """Return itself once there is something to tell. Raises QuireError for no answer."""
        while not self._ready and not self._over:
            await self._more()
        return self

    async def whole(self) -> Response:
        """Return the whole response. Raises the QuireError that it failed with."""
        while not self._over and self._telling.final is None:
            await self._more()
        await self.aclose()
        if self._telling.failure is not None:
            raise self._telling.failure
        if self._telling.final is None:
            raise StreamBroken("The answer ended without a last event.")
        return self._telling.final

    def __aiter__(self) -> Relaying:
        return self

    async def __anext__(self) -> bytes:
        """Return the next frames, the last of them `[DONE]`."""
        while not self._ready and not self._over:
            await self._more()
        if self._over or self._telling.final is not None:
            self._ready.append(self._done)
            self._done = b""
        data = b"".join(self._ready)
        self._ready.clear()
        if not data:
            raise StopAsyncIteration
        return data

    async def flow(self, push: Push) -> None:
        """Give frames to `push` as they come, until it does not take them or others come."""

        def take(frames: Frames) -> bool:
            data = self._frames(frames)
            if push(data):
                return True
            self._ready.append(data)
            return False

        if not self._ready and not self._over:
            await self._relayed.flow(take)

    async def aclose(self) -> None:
        """Be done with it; an answer that is not over has been left by its client."""
        self._relayed.leave()
        self._close("left")

    async def _more(self) -> None:
        """Tell what comes next. Raises QuireError while nothing has been told."""
        ended = self._telling.final is not None
        try:
            with faults.ours_told():
                came = await self._relayed.more()
                if came is None and not ended:
                    raise StreamBroken("The answer ended without a last event.")
                for event in came or ():
                    if frames := self._frames(event):
                        self._ready.append(frames)
        except QuireError as error:
            return await self._failed(error)
        if came is None:
            self._over = True
            self._relayed.leave()
        if not ended and self._telling.final is not None:
            await kept(self._means, self._plan, self._telling)

    def _frames(self, event: Event) -> bytes:
        """Take note of an event; return what the client gets of it."""
        account = self._account
        account.see(event)
        if self._first_token is None and isinstance(event, TOKENS):
            self._first_token = time.monotonic() - self._asked_at
        if isinstance(event, Lifecycle):
            self._signed(event)
        shown = self._telling.tell(event)
        if isinstance(event, events.TERMINAL) and self._telling.final is not None:
            self._close(self._telling.final.status)
        if shown is None:
            return b""
        return shown.data if isinstance(shown, Frames) else encode(shown)

    def _signed(self, event: Lifecycle) -> None:
        if not self.provider:
            signed = event.response.rest.get("quire")
            self.provider = str(signed.get("provider", "")) if isinstance(signed, dict) else ""
        if isinstance(event, events.TERMINAL):
            taken = time.monotonic() - self._asked_at
            self._account.see(answered(event, self._plan.context.model, taken, self._first_token))

    async def _failed(self, error: QuireError) -> None:
        """End an answer that failed. Raises `error` while nothing has been told."""
        self._over = True
        if self._telling.final is not None:
            return  # all had come before
        self._relayed.leave()
        begun = self._telling.begun
        self._close("failed")
        if not begun:
            raise error
        self._ready.extend(map(encode, self._telling.failed(error)))
        await kept(self._means, self._plan, self._telling)

    def _close(self, status: str) -> None:
        if self._open:
            self._open = False
            self._account.close(status, begun=self._telling.begun)
