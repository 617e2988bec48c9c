"""The commonest answer in two calls: a chat has come that passes to one upstream, its answer has.

No task waits between the two, and nothing is made that only other answers need. Whatever is not
so (limits that this worker has to ask others about, a choice of upstreams, no connection that is
free, an answer that fails or has another form) is answered as ever, from where it is.
"""

from __future__ import annotations

import time

from quire.errors import QuireError
from quire.gateway import chat, faults
from quire.gateway.clients import Direct
from quire.gateway.door import Door
from quire.gateway.exchange import Asked, Reply, Stream
from quire.gateway.passing import Sent, ordered, planned
from quire.gateway.plans import Plan
from quire.gateway.pricing import booked, in_millionths
from quire.gateway.purses import NOTHING
from quire.gateway.visit import Visit, served
from quire.gateway.watch import headed
from quire.models.catalogue import cost
from quire.models.chat_passing import Whole, whole_of
from quire.models.line import Line, Posted
from quire.models.passing import respelled
from quire.models.router import Way
from quire.protocol.narration import new_id
from quire.protocol.responses import Usage
from quire.store.ledger import Used

_UNTOLD = Usage()


def swiftly(visit: Visit, asked: Asked, client: Direct) -> bool:
    """Begin to answer a chat; return False where that takes more."""
    order, caller, door = ordered(asked), asked.caller, visit.door
    if order is None or order.stream or order.prompt_cache_key or caller.zdr or caller.key.models:
        return False
    try:
        way = door.models.way(order.model)
        body = respelled(asked.body, order.model, way.attempt.spelling) if way else None
        if way is None or body is None:
            return False
        swift = _Swift(visit, asked, client, way)
        if not door.means.accounts.frees(caller) and not swift.takes(planned(asked, order)[0]):
            return False
    except QuireError:
        return False  # whoever answers then tells it
    swift.ask(order.model, body)
    return True


class _Swift:
    """One such answer."""

    _plan: Plan | None = None
    _taken = NOTHING
    _line: Line | None = None
    _fault: QuireError | None = None
    _model = ""

    def __init__(self, visit: Visit, asked: Asked, client: Direct, way: Way) -> None:
        self._visit = visit
        self._asked = asked
        self._client = client
        self._way = way
        self._since = time.monotonic()

    def takes(self, plan: Plan) -> bool:
        """Take what an answer may need of what its key is allowed; return whether it was there."""
        taken = self._visit.door.means.accounts.at_once(plan)
        if taken is not None:
            self._plan, self._taken = plan, taken
        return taken is not None

    def ask(self, model: str, body: bytes) -> None:
        """Ask the upstream for a model if a connection is free; else begin one, as ever."""
        self._model = model
        self._line = self._way.upstream.post(body, self._come)
        if self._line is None:
            self._go_on()
        else:
            self._client.watch(self._left)

    def _come(self) -> None:
        """Answer with what has come if it is whole and good; else let it be looked at closely."""
        self._client.unwatch()
        try:
            with faults.ours_told():
                name, whole = self._whole()
                if whole is None:
                    self._go_on()
                else:
                    self._reply(f"resp_{name}", whole)
        except QuireError as error:
            self._fault = error
            self._go_on()

    def _go_on(self) -> None:
        self._client.answer(served(self._visit, self._closely, self._asked, self._client))

    def _whole(self) -> tuple[str, Whole | None]:
        """Return a name for the answer, and it if it is whole, good and can be sent at once."""
        line, name = self._line, new_id("")
        body = line.whole_body() if line is not None and self._client.ready else None
        whole = whole_of(body, f"chatcmpl-{name}") if body is not None else None
        return name, whole if whole is not None and booked(whole.usage) is whole.usage else None

    def _reply(self, name: str, whole: Whole) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.leave()
        taken = time.monotonic() - self._since
        self._note(name, whole, taken)
        self._visit.door.models.answered(self._way, taken)
        reply = Reply(whole.data)
        extra = self._visit.headers(self._asked.caller.key)
        self._client.reply_now(reply.status, headed(reply, extra), reply.body)

    def _left(self) -> None:
        """Be done with it: the client has left."""
        self._client.unwatch()
        if self._line is not None:
            self._line.close()
        self._note(new_id("resp_"), None, time.monotonic() - self._since)

    def _note(self, name: str, whole: Whole | None, taken: float) -> None:
        """Take note of an answer that took so many seconds; None for one that did not come."""
        attempt, caller = self._way.attempt, self._asked.caller
        usage = whole.usage if whole is not None else _UNTOLD
        dollars = usage.cost
        if dollars is None:
            dollars = cost(attempt.entry, usage, attempt.price)
        used = Used(
            id=name,
            at=time.time(),
            key=caller.key.id,
            project=caller.project,
            app=caller.app,
            asked=self._model,
            model=(whole.model if whole is not None else "") or self._model,
            status=whole.status if whole is not None else "left",
            input_tokens=usage.input_tokens,
            cached_tokens=usage.input_tokens_details.cached_tokens,
            output_tokens=usage.output_tokens,
            reasoning_tokens=usage.output_tokens_details.reasoning_tokens,
            cost=None if dollars is None else in_millionths(dollars),
            seconds=taken,
            first_token=taken if whole is not None else None,
            provider=attempt.provider.name if whole is not None else "",
            entry=attempt.entry.id,
        )
        accounts = self._visit.door.means.accounts
        held, self._taken = self._taken, NOTHING
        if self._plan is None:
            accounts.note(caller.key, used)
        else:
            accounts.settle(self._plan, used, held)

    async def _closely(self, door: Door, asked: Asked) -> Reply | Stream:
        """Answer as ever, on the line on which it has been asked for."""
        sent = Sent(Posted(self._line), self._taken)
        try:
            if self._fault is not None:
                raise self._fault
            return await chat.create(door, asked, sent)
        finally:
            if (line := sent.posted.taken()) is not None:
                line.close()
            if (taken := sent.given()) is not None:
                door.means.accounts.release(asked.caller.key, taken)
