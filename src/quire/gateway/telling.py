"""A model's events as this door tells them: one id, gapless numbers, whole response objects."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec import Raw

from quire.errors import QuireError
from quire.gateway import faults
from quire.gateway.plans import Plan
from quire.models.catalogue import entry
from quire.models.passing import Frames
from quire.protocol import events, items
from quire.protocol.answers import echoed
from quire.protocol.events import Event, Lifecycle, type_of
from quire.protocol.items import Item
from quire.protocol.responses import Response, State

ENCRYPTED = "reasoning.encrypted_content"
_NULL = Raw(b"null")
_RAN = {"auto": "default", "fast": "priority"}
_ENDED: tuple[State, ...] = ("completed", "incomplete", "failed", "cancelled")
_OPENING: tuple[tuple[type[Lifecycle], State], ...] = (
    (events.Created, "queued"),
    (events.Queued, "queued"),
    (events.InProgress, "in_progress"),
)
_DETAILS: Mapping[str, Mapping[str, int]] = {
    "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
    "output_tokens_details": {"reasoning_tokens": 0},
}


class Telling:
    """Folds the events of one answer into those that a client gets.

    The answer gets the door's own id and keys, its opening events are told once, and the events
    of wrappers (named `quire:…`) stay inside. `output` is what is stored: opaque reasoning is
    kept there even where the client did not ask for it.
    """

    def __init__(self, plan: Plan, *, told: Sequence[Event] = ()) -> None:
        """Begin to tell the answer to `plan`, or go on after the events that were told before."""
        self._plan = plan
        self._next = len(told)
        self._shows_opaque = ENCRYPTED in plan.request.include
        self._asked = dict(echoed(plan.request, created_at=plan.created_at))
        self._asked["reasoning"] = _thinking(self._asked["reasoning"], plan.request.model)
        self._opened = {type(event) for event in told if isinstance(event, Lifecycle)}
        self._done = {
            event.output_index: event.item
            for event in told
            if isinstance(event, events.OutputItemDone)
        }
        self.output: tuple[Item, ...] = ()
        self.final: Response | None = None
        self.failure: QuireError | None = None
        self._paused = False
        self._last: tuple[Response, Response] | None = None

    @property
    def begun(self) -> bool:
        """Whether anything has been told, of an answer that nobody begins again."""
        return self._next > 0 and not self._paused

    def pause(self) -> None:
        """Know that the answer is left now, and begun again later unless output was told."""
        self._paused = self._next == len(self._opened)

    def queued(self) -> Response:
        """Return the object of a background answer that has not begun."""
        return self._whole(self.standing("queued"))

    def opening(self) -> Iterator[Event]:
        """Yield the events that open a background answer, before its model is asked."""
        for kind, state in _OPENING:
            if kind not in self._opened:
                self._opened.add(kind)
                yield self._lifecycle(kind, self.standing(state))

    def tell(self, event: Event) -> Event | None:
        """Return the event as the client gets it, None where it is not the client's."""
        match event:
            case Frames():
                self._next += event.count
                return event.numbered(self._next - event.count)
            case Lifecycle():
                return self._told_lifecycle(event)
            case events.OutputItemDone():
                self._done[event.output_index] = event.item
                return self._numbered(self._shown(event))
            case events.OutputItemAdded():
                return self._numbered(self._shown(event))
            case _ if type_of(event).startswith("quire:"):
                return None
            case _:
                return self._numbered(event)

    def failed(self, error: QuireError) -> Iterator[Event]:
        """Yield the two events that end an answer which failed in its midst."""
        self.failure = error
        message, code = faults.words_of(error), faults.code_within(error)
        inner = {**faults.body_of(error)["error"], "code": code}
        yield self._numbered(
            events.ErrorEvent(error=inner, code=code, message=message, param=error.param)
        )
        yield self.ended("failed", error={"code": code, "message": message})

    def ended(self, status: State, *, error: items.Json | None = None, reason: str = "") -> Event:
        """Return the event that ends an answer early, with the items that were finished.

        `reason` is why it is incomplete.
        """
        ending = msgspec.structs.replace(
            self.standing(status),
            output=tuple(self._done[place] for place in sorted(self._done)),
            error=error,
            incomplete_details={"reason": reason} if reason else None,
        )
        kind = events.Failed if status == "failed" else events.Incomplete
        return self._ending(kind, ending)

    def standing(self, status: State) -> Response:
        """Return the response object as it stands before there is any output."""
        return Response(id=self._plan.response_id, status=status, model=self._plan.request.model)

    def _told_lifecycle(self, event: Lifecycle) -> Event | None:
        if isinstance(event, events.TERMINAL):
            return self._ending(type(event), event.response)
        if type(event) in self._opened:
            return None
        self._opened.add(type(event))
        return self._lifecycle(type(event), event.response)

    def _ending(self, kind: type[Lifecycle], response: Response) -> Event:
        self.output = response.output
        ended = self._lifecycle(kind, response)
        self.final = ended.response
        return ended

    def _lifecycle(self, kind: type[Lifecycle], response: Response) -> Lifecycle:
        self._next += 1
        if self._last is None or self._last[0] is not response:
            self._last = response, self._whole(response)
        return kind(sequence_number=self._next - 1, response=self._last[1])

    def _whole(self, response: Response) -> Response:
        whole = msgspec.structs.replace(response, id=self._plan.response_id)
        whole.__dict__["received"] = self._body(response)
        return whole

    def _body(self, response: Response) -> bytes:
        """Return the whole object: what the request asked for, what the answer says, our keys."""
        plan = self._plan
        said = {name: value for name, value in response.fields().items() if value != _NULL}
        if response.output and not self._shows_opaque:
            shown = [Raw(without_opaque(item).wire()) for item in response.output]
            said["output"] = Raw(msgspec.json.encode(shown))
        if response.status in _ENDED:
            said["output_text"] = Raw(msgspec.json.encode(_words(response)))
        if "usage" in said:
            said["usage"] = Raw(msgspec.json.encode(_whole_usage(said["usage"])))
        now = int(time.time()) if response.status == "completed" else None
        asked = dict(self._asked)
        if now is not None:  # the tier that ran, where the model does not tell it
            asked["service_tier"] = _RAN.get(str(asked["service_tier"]), asked["service_tier"])
        head = {"id": plan.response_id, "object": "response", "created_at": plan.created_at,
                "status": response.status}  # fmt: skip
        none: items.Json = {"usage": None, "error": None, "incomplete_details": None, "output": []}
        door = {
            "completed_at": now,
            "background": plan.background,
            "store": plan.keep,
            "previous_response_id": plan.request.previous_response_id,
            "instructions": plan.request.instructions,
            "metadata": plan.request.metadata or {},
        }
        return msgspec.json.encode({**head, **asked, **none, **said, **head, **door})

    def _shown(self, event: events.ItemEvent) -> events.ItemEvent:
        item = event.item if self._shows_opaque else without_opaque(event.item)
        return event if item is event.item else msgspec.structs.replace(event, item=item)

    def _numbered(self, event: Event) -> Event:
        self._next += 1
        return event.numbered(self._next - 1)


def _thinking(asked: object, model: str) -> object:
    """Return how hard is thought, the model's own default where the request does not say."""
    known = entry(model)
    if not known.efforts:
        return asked
    told = asked if isinstance(asked, Mapping) else {"summary": None}
    return {**told, "effort": told.get("effort") or known.default_effort}


def _words(response: Response) -> str:
    """Return all words of an answer as one text, as clients and two gateways show it."""
    said = (item.content for item in response.output if isinstance(item, items.Message))
    parts = (part for content in said if not isinstance(content, str) for part in content)
    return "".join(part.text for part in parts if isinstance(part.text, str))


def without_opaque(item: Item) -> Item:
    """Return an item as a client sees it that did not ask for encrypted reasoning."""
    if not isinstance(item, items.Reasoning) or item.encrypted_content is None:
        return item
    whole = msgspec.json.decode(item.wire(), type=dict[str, Raw])
    del whole["encrypted_content"]
    return items.read_item(msgspec.json.encode(whole))


def _whole_usage(usage: Raw) -> items.Json:
    """Return usage with the counts that strict readers want, and every one that was told."""
    fields = msgspec.json.decode(usage, type=dict[str, object])
    for name, least in _DETAILS.items():
        told = fields.get(name)
        fields[name] = {**least, **(told if isinstance(told, Mapping) else {})}
    return fields
