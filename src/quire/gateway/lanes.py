"""A lane of a WebSocket connection: its answers come one after the other, and can be steered.

The newest answer of a lane is remembered while the connection lasts, stored or not. Steering ends
an answer behind an item that is whole, and goes on with what the client says in its place
(responses-api, WebSocket mode).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping

import msgspec
from msgspec import Raw, Struct

from quire.errors import InvalidRequest, QuireError
from quire.gateway import answering, faults
from quire.gateway.answering import Recent, prepare
from quire.gateway.door import Door
from quire.gateway.plans import Plan
from quire.gateway.telling import Telling
from quire.models.streams import closing
from quire.protocol import events, items
from quire.protocol.events import Event
from quire.protocol.requests import Request, read_request
from quire.protocol.rules import check_known

_NOT_OURS = ("type", "stream", "stream_options", "generate", "stream_id")
_STEERED = "steered"


class Steering(Struct, frozen=True):
    """What a client says while it is answered: more input, and to which answer."""

    previous_response_id: str = ""
    input: Raw = Raw(b"[]")


class Lane:
    """Answers the messages that are put into it, until it is closed."""

    def __init__(
        self,
        door: Door,
        headers: Mapping[str, str],
        name: str | None,
        send: Callable[[bytes], Awaitable[None]],
    ) -> None:
        """Begin to work; `send` sends one message, and `name` marks each of this lane."""
        self._door = door
        self._headers = headers
        self._send = send
        self._mark = b"" if name is None else b'"stream_id":%b,' % msgspec.json.encode(name)
        self._queue: asyncio.Queue[bytes] = asyncio.Queue()
        self._closed = False
        self._running: _Running | None = None
        self._task = asyncio.create_task(self._work())

    def put(self, data: bytes) -> None:
        """Queue a message that asks for an answer."""
        self._queue.put_nowait(data)

    async def steer(self, steering: Steering) -> None:
        """Let what is being answered end behind its present item, and go on with new input."""
        running, named = self._running, steering.previous_response_id
        if running is None or running.name != named or running.steering is not None:
            await self._refused(steering)
            return
        running.steering = steering
        if not running.whole:
            await self._told_steering("pending", named)
        elif running.waiting:
            self._task.cancel()

    async def close(self) -> None:
        """Stop whatever is being answered."""
        self._closed = True
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def say(self, data: bytes) -> None:
        """Send a JSON object with the lane's name put in front of its first key."""
        await self._send(b"{" + self._mark + data.lstrip()[1:] if self._mark else data)

    async def _work(self) -> None:
        recent: Recent = {}
        while True:
            data: bytes | None = await self._queue.get()
            while data is not None:
                try:
                    with faults.ours_told():
                        recent, data = await self._answer(data, recent)
                except QuireError as error:
                    recent, data = {}, None
                    await self.say(complaint(error))

    async def _answer(self, data: bytes, recent: Recent) -> tuple[Recent, bytes | None]:
        """Answer one message; return what the next may build on, and it if the client steered."""
        fields = msgspec.json.decode(data, type=dict[str, object])
        request, generate = _asked(fields)
        if self._door.settings.strict_fields:
            check_known(request)
        caller = await self._door.caller(self._headers)  # a key may have ended meanwhile
        plan = await prepare(self._door.memory, caller, request, recent=recent)
        telling = Telling(plan)
        answer = answering.answer if generate else answering.nothing
        running = _Running(plan.response_id)
        try:
            await self._tell(answer(self._door.means, plan, telling), running)
        finally:
            self._running = None
        steering = running.steering
        if steering is not None and telling.final is None:
            await self._steered(plan, telling, steering)
        elif steering is not None:  # the answer was over before the item was whole
            await self._refused(steering)
            steering = None
        if telling.failure is not None:
            return {}, None
        whole = {plan.response_id: (*plan.context.input, *telling.output)}
        return whole, _continued(fields, steering) if steering is not None else None

    async def _tell(self, answer: AsyncGenerator[Event, None], running: _Running) -> None:
        """Send the events of an answer, up to its end or to where it is steered."""
        try:
            async with closing(answer) as told:
                while not running.over:
                    running.waiting = True
                    event = await anext(told, None)
                    running.waiting = False
                    if event is None:
                        return
                    await self.say(event.wire())
                    running.see(event)
                    self._running = running
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if self._closed or running.steering is None or task is None:
                raise
            task.uncancel()

    async def _steered(self, plan: Plan, telling: Telling, steering: Steering) -> None:
        """End an answer with the items that are whole, and keep it."""
        last = telling.ended("incomplete", reason=_STEERED)
        if plan.keep:
            kept = self._door.memory.history.save(answering.stored(plan, telling))
            await asyncio.wrap_future(kept)
        await self._told_steering("accepted", steering.previous_response_id)
        await self.say(last.wire())

    async def _refused(self, steering: Steering) -> None:
        named = steering.previous_response_id
        error = InvalidRequest(
            f"The response '{named}' is not being answered here, or is steered already.",
            hint="Send 'response.create' with it as 'previous_response_id'.",
            param="previous_response_id",
            code="response_not_steerable",
        )
        await self._told_steering("failed", named, **faults.body_of(error))

    async def _told_steering(self, kind: str, name: str, **more: object) -> None:
        told = {"type": f"response.steer.{kind}", "previous_response_id": name, **more}
        await self.say(msgspec.json.encode(told))


class _Running:
    """An answer as it goes: what it is steered with, and whether its items are whole."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.steering: Steering | None = None
        self.waiting = False
        self.whole = True

    @property
    def over(self) -> bool:
        """Whether it is to end now, because it is steered."""
        return self.steering is not None and self.whole

    def see(self, event: Event) -> None:
        """Take note of an event; reasoning is whole only with the item that follows it."""
        match event:
            case events.OutputItemAdded():
                self.whole = False
            case events.OutputItemDone(item=item):
                self.whole = not isinstance(item, items.Reasoning)


def complaint(error: QuireError) -> bytes:
    """Return the message that reports an error."""
    body: items.Json = {"type": "error", "status": error.status, **faults.body_of(error)}
    return msgspec.json.encode(body)


def _asked(fields: Mapping[str, object]) -> tuple[Request, bool]:
    """Return the request of a message, and whether anything is to be generated."""
    if fields.get("type") != "response.create":
        raise InvalidRequest(
            f"Unknown message type: {fields.get('type')!r}.",
            hint="Send 'response.create' with the fields of POST /v1/responses.",
            param="type",
            code="unknown_message_type",
        )
    if fields.get("background"):
        raise InvalidRequest(
            "'background' is not supported over WebSocket.",
            hint="Use POST /v1/responses.",
            param="background",
            code="unsupported_parameter",
        )
    plain = {name: value for name, value in fields.items() if name not in _NOT_OURS}
    return read_request(msgspec.json.encode(plain)), fields.get("generate") is not False


def _continued(fields: Mapping[str, object], steering: Steering) -> bytes:
    """Return the message that goes on with an answer that was steered."""
    chained = {"previous_response_id": steering.previous_response_id}
    place = {} if fields.get("conversation") else chained
    return msgspec.json.encode({**fields, "input": steering.input, **place})
