"""Chats that pass: client and upstream speak the same dialect, so bytes cross as they came.

Only what the door needs is read of the request, and only ends and failures of the answer. Keys,
budgets, routes with fallback, meters and zero data retention are those of every other answer.
"""

from __future__ import annotations

import time
from operator import attrgetter

import msgspec
from msgspec import Raw, Struct, field

from quire.errors import QuireError, StreamBroken
from quire.gateway import faults
from quire.gateway.charges import Account
from quire.gateway.door import Door
from quire.gateway.exchange import Asked, Push, Reply, Stream
from quire.gateway.identity import check_models
from quire.gateway.plans import Plan
from quire.gateway.purses import Taken
from quire.models.line import Posted
from quire.models.metered import answered
from quire.models.passing import Framed, Frames
from quire.models.preferences import preferences_of
from quire.models.relayed import Relayed
from quire.protocol import events
from quire.protocol.chat_answers import ChunkWriter, Shape
from quire.protocol.events import Event
from quire.protocol.items import UNREADABLE
from quire.protocol.narration import new_id
from quire.protocol.responses import Response, Usage
from quire.protocol.sse import DONE

_NULL = Raw(b"null")
# What local servers do not know: it is translated for them.
_DEVELOPER, _CUSTOM = b'"developer"', b'"custom"'


class _Options(Struct, frozen=True):
    include_usage: bool = False


class Order(Struct, frozen=True):
    """What is read of a chat request that may pass.

    What comes after `n` the door heeds or translates: a request with any of it is read whole.
    """

    model: str
    messages: tuple[Raw, ...]
    stream: bool | None = None
    stream_options: _Options | None = None
    max_completion_tokens: int | None = None
    max_tokens: int | None = None
    prompt_cache_key: str | None = None
    n: int | None = None
    store: Raw = _NULL
    models: Raw = _NULL
    provider: Raw = _NULL
    provider_options: Raw = field(default=_NULL, name="providerOptions")
    session_id: Raw = _NULL
    plugins: Raw = _NULL
    route: Raw = _NULL
    reasoning: Raw = _NULL
    reasoning_effort: Raw = _NULL
    include_reasoning: Raw = _NULL
    functions: Raw = _NULL
    function_call: Raw = _NULL


_order = msgspec.json.Decoder(Order)
_HEEDED = Order.__struct_fields__[Order.__struct_fields__.index("n") + 1 :]
_heeded = attrgetter(*_HEEDED)
_NOTHING = (_NULL,) * len(_HEEDED)


class Sent(Struct):
    """What has been done for a chat: the line it was sent on, if any, and what was taken for it."""

    posted: Posted
    taken: Taken | None

    def given(self) -> Taken | None:
        """Return what was taken the first time, None later."""
        taken, self.taken = self.taken, None
        return taken


async def passed(door: Door, asked: Asked, sent: Sent | None = None) -> Reply | Stream | None:
    """Answer a chat by passing bytes, None where something of it must be translated.

    `sent` says what has been done for it already. Raises QuireError where no upstream can be
    asked, or none gives an answer.
    """
    order = ordered(asked)
    if order is None:
        return None
    plan, request = planned(asked, order)
    if asked.caller.key.models:
        check_models(asked.caller.key, preferences_of(request).models)
    relayed = door.models.relayed(request, sent.posted if sent is not None else None)
    if relayed is None:
        return None
    account = await door.means.accounts.open(plan, sent.given() if sent is not None else None)
    passing = Passing(plan, relayed, account)
    try:
        if order.stream:
            return Stream(await passing.begun(), flow=passing.flow)
        return Reply(await passing.whole())
    except BaseException:
        await passing.aclose()
        raise


def ordered(asked: Asked) -> Order | None:
    """Return what a chat asks for whose bytes may pass, None for one that is to be read whole."""
    body = asked.body
    if asked.caller.own or _DEVELOPER in body or _CUSTOM in body:
        return None
    try:
        order = _order.decode(body)
    except UNREADABLE:
        return None  # read whole, it is told what is wrong
    plain = _heeded(order) == _NOTHING and order.n in (None, 1)
    return order if plain and order.messages and order.model else None


def planned(asked: Asked, order: Order) -> tuple[Plan, Framed]:
    """Return the plan of an answer that passes, and the request as it is passed on."""
    name = new_id("resp_")
    request = Framed(
        model=order.model,
        max_output_tokens=_limit(order),
        store=False,
        stream=order.stream is True,
        prompt_cache_key=order.prompt_cache_key,
        rest={"provider": {"zdr": True}} if asked.caller.zdr else {},
        frames="chat",
        received=asked.body,
        asked=order.model,
        named="chatcmpl-" + name.removeprefix("resp_"),
        with_usage=order.stream_options is not None and order.stream_options.include_usage,
    )
    plan = Plan(
        caller=asked.caller,
        request=request,
        context=request,
        response_id=name,
        created_at=int(time.time()),
        keep=False,
    )
    return plan, request


def _limit(order: Order) -> int | None:
    """Return the most that may come: the larger where two limits are given, None for no limit.

    Local servers take -1 for none.
    """
    limits = [each for each in (order.max_completion_tokens, order.max_tokens) if each is not None]
    return max(limits) if limits and min(limits) > 0 else None


class Passing:
    """An answer that passes: frames as they are, and a chunk for what fails in their midst.

    Its account is closed once, when it has ended or its reader leaves.
    """

    _first_token: float | None = None
    _next = b""
    _final: Response | None = None
    _over = False
    _open = True

    def __init__(self, plan: Plan, relayed: Relayed, account: Account) -> None:
        """Ask nobody yet."""
        self._plan = plan
        self._relayed = relayed
        self._account = account
        self._asked_at = time.monotonic()

    async def begun(self) -> Passing:
        """Return itself once there is something to tell. Raises QuireError for no answer."""
        self._next = await self._more() + (DONE if self._final else b"")
        return self

    async def whole(self) -> bytes:
        """Return the answer's object. Raises the QuireError that it failed with."""
        pieces = []
        while not self._over and self._final is None:
            pieces.append(await self._more())
        self._relayed.leave()
        return b"".join(pieces)

    def __aiter__(self) -> Passing:
        return self

    async def __anext__(self) -> bytes:
        """Return the next frames; the last `[DONE]` goes with the frames before it."""
        data, self._next = self._next, b""
        while not data:
            if self._over:
                raise StopAsyncIteration
            data = await self._told()
        return data

    async def flow(self, push: Push) -> None:
        """Give frames to `push` as they come, until it does not take them or others come."""

        def take(frames: Frames) -> bool:
            self._account.said(frames.characters)
            if push(frames.data):
                return True
            self._next = frames.data
            return False

        await self._relayed.flow(take)

    async def aclose(self) -> None:
        """Be done with it; an answer that is not over has been left by its client."""
        self._relayed.leave()
        self._close("left")

    async def _told(self) -> bytes:
        ended = self._final is not None
        try:
            data = await self._more()
        except QuireError as error:
            return self._broken(error) + DONE
        return data if ended or self._final is None else data + DONE

    async def _more(self) -> bytes:
        """Return what has come of the answer. Raises the QuireError that it failed with."""
        try:
            with faults.ours_told():
                came = await self._relayed.more()
                if came is None and self._final is None:
                    raise StreamBroken("The answer ended without a last event.")
                data = b"".join([self._seen(event) for event in came or ()])
        except QuireError:
            came = None
            self._over = True
            if self._final is None:
                self._close("failed")
                raise
            data = b""  # all had come before
        if came is None:
            self._over = True
            self._relayed.leave()
        return data

    def _seen(self, event: Event) -> bytes:
        """Take note of an event; return what the client gets of it."""
        if isinstance(event, Frames):
            self._account.said(event.characters)
            if self._first_token is None:
                self._first_token = time.monotonic() - self._asked_at
            return event.data
        if isinstance(event, events.TERMINAL):
            self._final = event.response
            taken = time.monotonic() - self._asked_at
            used = event.response.usage or Usage()  # its account prices it, at whoever gave it
            asked = self._plan.context.model
            self._account.answered(answered(event, asked, taken, self._first_token, used))
            self._close(event.response.status)
        return b""

    def _close(self, status: str) -> None:
        if self._open:
            self._open = False
            self._account.given_by(self._relayed.giver)
            self._account.close(status, begun=self._first_token is not None)

    def _broken(self, error: QuireError) -> bytes:
        """Return the chunk that ends an answer which failed in its midst."""
        plan = self._plan
        response = Response(
            id=plan.response_id, status="failed", error={"message": faults.words_of(error)}
        )
        shape = Shape(
            id="chatcmpl-" + plan.response_id.removeprefix("resp_"),
            created=plan.created_at,
            model=plan.request.model,
        )
        *_, last = ChunkWriter(shape).feed(events.Failed(response=response))
        return b"data: %s\n\n" % msgspec.json.encode(last)
