"""Chats that pass: client and upstream speak the same dialect, so bytes cross as they came.

Only what the door needs is read of the request, and only ends and failures of the answer. Keys,
budgets, routes with fallback, meters and zero data retention are those of every other answer.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator

import msgspec
from msgspec import Raw, Struct, field

from quire.errors import QuireError, StreamBroken
from quire.gateway import answering, faults
from quire.gateway.door import Door
from quire.gateway.exchange import Asked, Reply, Stream
from quire.gateway.identity import check_models
from quire.gateway.plans import Plan
from quire.models.passing import Framed, Frames
from quire.models.preferences import preferences_of
from quire.models.streams import closing
from quire.protocol import events
from quire.protocol.chat_answers import ChunkWriter, Shape
from quire.protocol.events import Event
from quire.protocol.items import UNREADABLE
from quire.protocol.narration import new_id
from quire.protocol.responses import Response
from quire.protocol.sse import DONE

_NULL = Raw(b"null")
# What local servers do not know: it is translated for them.
_TRANSLATED = (b'"developer"', b'"custom"')


class _Options(Struct, frozen=True):
    include_usage: bool = False


class _Order(Struct, frozen=True):
    """What is read of a chat request that may pass."""

    model: str
    messages: tuple[Raw, ...]
    stream: bool | None = None
    stream_options: _Options | None = None
    max_completion_tokens: int | None = None
    max_tokens: int | None = None
    prompt_cache_key: str | None = None
    n: int | None = None


class _Heeded(Struct, frozen=True):
    """What the door heeds or translates: a request with any of it is read whole."""

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


_order = msgspec.json.Decoder(_Order)
_heeded = msgspec.json.Decoder(_Heeded)
_NOTHING = _Heeded()


async def passed(door: Door, asked: Asked) -> Reply | Stream | None:
    """Answer a chat by passing bytes, None where something of it must be translated.

    Raises QuireError where no upstream can be asked, or none gives an answer.
    """
    order = _passing(asked)
    if order is None:
        return None
    plan = _plan(asked, order)
    if asked.caller.key.models:
        check_models(asked.caller.key, preferences_of(plan.context).models)
    attempts = door.models.route(plan.context).attempts
    if any(attempt.provider.dialect != "chat" for attempt in attempts):
        return None
    telling = Passing(plan)
    answer = answering.told(door.means, plan, telling)
    first = await anext(answer)
    if order.stream:
        return Stream(_frames(first, answer))
    return Reply(await _whole(first, answer, telling))


def _passing(asked: Asked) -> _Order | None:
    body = asked.body
    if asked.caller.own or any(word in body for word in _TRANSLATED):
        return None
    try:
        order = _order.decode(body)
        plain = _heeded.decode(body) == _NOTHING
    except UNREADABLE:
        return None  # read whole, it is told what is wrong
    whole = order.messages and order.model and order.n in (None, 1)
    return order if plain and whole else None


def _plan(asked: Asked, order: _Order) -> Plan:
    name = new_id("resp_")
    request = Framed(
        model=order.model,
        max_output_tokens=order.max_completion_tokens or order.max_tokens,
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
    return Plan(
        caller=asked.caller,
        request=request,
        context=request,
        response_id=name,
        created_at=int(time.time()),
        keep=False,
    )


class Passing:
    """Tells an answer that passes: its frames as they are, and a chunk for what fails later."""

    def __init__(self, plan: Plan) -> None:
        """Begin to tell the answer to `plan`."""
        self._plan = plan
        self.begun = False
        self.final: Response | None = None
        self.failure: QuireError | None = None

    def tell(self, event: Event) -> Event | None:
        """Return the frames that the client gets, None for any other event."""
        if isinstance(event, Frames):
            self.begun = True
            return event
        if isinstance(event, events.TERMINAL):
            self.final = event.response
        return None

    def failed(self, error: QuireError) -> Iterator[Event]:
        """Yield the chunk that ends an answer which failed in its midst."""
        self.failure = error
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
        yield Frames(data=b"data: %s\n\n" % msgspec.json.encode(last))


async def _frames(first: Event, rest: AsyncGenerator[Event, None]) -> AsyncGenerator[bytes, None]:
    async with closing(rest) as told:
        for data in _data(first):
            yield data
        async for event in told:
            for data in _data(event):
                yield data
    yield DONE


async def _whole(first: Event, rest: AsyncIterator[Event], telling: Passing) -> bytes:
    pieces = [*_data(first)]
    async with closing(rest) as told:
        async for event in told:
            pieces += _data(event)
    if telling.failure is not None:
        raise telling.failure
    if telling.final is None:
        raise StreamBroken("The answer ended without a last event.")
    return b"".join(pieces)


def _data(event: Event) -> Iterator[bytes]:
    if isinstance(event, Frames):
        yield event.data
