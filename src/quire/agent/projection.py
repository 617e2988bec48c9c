"""What a log means: the conversation, the request, the turns and the cost, as pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

import msgspec
from msgspec import Struct

from quire.protocol import items, records
from quire.protocol.events import (
    ErrorEvent,
    Event,
    Failed,
    Incomplete,
    ItemEvent,
    OutputItemDone,
    type_of,
)
from quire.protocol.items import Item, Json
from quire.protocol.requests import Effort, Request, Thinking
from quire.protocol.responses import Usage, added


class Profile(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a session asks: the parts of each Request that stay the same.

    `adaptive`: the effort is picked for each order, among `efforts` (empty: any). From
    `compact_threshold` tokens on the upstream is to compact by itself.
    """

    model: str
    instructions: str = ""
    tools: tuple[Json, ...] = ()
    effort: Effort | None = None
    adaptive: bool = False
    efforts: tuple[Effort, ...] = ()
    text: Json | None = None
    max_output_tokens: int | None = None
    parallel: bool = False
    compact_threshold: int | None = None


class Turn(Struct, frozen=True, kw_only=True):
    """One order of a person and what became of it; `verdict` is empty while it is open."""

    turn: int
    prompt: str
    tree: str | None
    verdict: str


_DURABLE = (
    records.CommandStarted,
    records.PatchStarted,
    records.ToolStarted,
    records.TaskStarted,
    records.TaskEnded,
    records.Receipt,
    records.Undone,
)
_SOON = (
    records.SessionStarted,
    records.TurnStarted,
    records.ItemAdded,
    records.Steered,
    records.Compacted,
)
_TRACES = (
    records.CommandStarted,
    records.CommandEnded,
    records.PatchStarted,
    records.PatchEnded,
    records.ToolStarted,
    records.ToolEnded,
    records.TaskStarted,
    records.TaskEnded,
)
AGAIN = "#outside"
"""What the id of a call carries in the records of its second run, without walls."""

_FROM_A_MODEL = (OutputItemDone, Failed, Incomplete, ErrorEvent)


def is_logged(event: Event) -> bool:
    """Tell whether an event belongs in the log: whole items, ends that failed, and records.

    Deltas and live output are shown and forgotten; what they add up to is in the log.
    """
    if isinstance(event, records.CommandOutput | records.TaskStep):
        return False
    return isinstance(event, _FROM_A_MODEL) or type_of(event).startswith("quire:")


def is_durable(event: Event) -> bool:
    """Tell whether an event must be on the disk before anything else happens."""
    return isinstance(event, _DURABLE)


def is_wanted_soon(event: Event) -> bool:
    """Tell whether an event is to be on the disk while the session goes on.

    What was said is lost with the power at most, and with it only what came of it: a call that is
    carried out takes all before it along. A model's call need not; what follows it does.
    """
    if isinstance(event, OutputItemDone):
        return isinstance(event.item, items.Message)
    return isinstance(event, _SOON)


def live(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events that count: an undone turn and all after it are left out."""
    kept: list[Event] = []
    for event in events:
        if isinstance(event, records.Undone):
            starts = (
                place
                for place, old in enumerate(kept)
                if isinstance(old, records.TurnStarted) and old.turn >= event.turn
            )
            del kept[next(starts, len(kept)) :]
        else:
            kept.append(event)
    return tuple(kept)


def this_turn(events: Sequence[Event]) -> Sequence[Event]:
    """Return the events from the last order on; none where there was no order."""
    for place in range(len(events) - 1, -1, -1):
        if isinstance(events[place], records.TurnStarted):
            return events[place:]
    return ()


def conversation(events: Iterable[Event]) -> tuple[Item, ...]:
    """Return the items a model is shown.

    The last compaction stands for what came before it. Reasoning that nothing follows in its own
    answer is left out: upstreams refuse it, and it only comes from an answer that was cut.
    """
    events = tuple(events)
    head = next((old for old in reversed(events) if isinstance(old, records.Compacted)), None)
    told = [event for event in events if isinstance(event, ItemEvent)]
    if head is None:
        return spoken(told)
    first = tuple(items.read_item(msgspec.json.encode(item)) for item in head.items)
    opaque = [item for item in first if isinstance(item, items.Compaction)]
    later = [
        event for event in told if event.sequence_number > head.through and event.item not in opaque
    ]
    return (*first, *spoken(later))


def spoken(told: Sequence[ItemEvent]) -> tuple[Item, ...]:
    """Return the items of `told`, without reasoning that leads nowhere."""
    following: list[ItemEvent | None] = [*told[1:], None][: len(told)]
    return tuple(
        event.item
        for event, after in zip(told, following, strict=False)
        if not isinstance(event.item, items.Reasoning) or same_answer(event, after)
    )


def same_answer(event: ItemEvent, after: ItemEvent | None) -> bool:
    """Tell whether `after` continues the answer of `event`: places count up within one answer."""
    return isinstance(after, OutputItemDone) and after.output_index > event.output_index


def request(events: Sequence[Event], profile: Profile, cache_key: str) -> Request:
    """Return what is asked next: the whole conversation, kept by nobody but its log.

    The fixed parts come first and new items last, so each request begins with the one before.
    """
    effort = chosen_effort(events) if profile.adaptive else profile.effort
    parallel = profile.parallel or effort == "none"
    return Request(
        model=profile.model,
        input=conversation(events),
        instructions=profile.instructions or None,
        tools=profile.tools,
        tool_choice="auto" if profile.tools else None,
        parallel_tool_calls=parallel if profile.tools else None,
        reasoning=Thinking(effort=effort, summary="auto"),
        text=profile.text,
        max_output_tokens=profile.max_output_tokens,
        include=("reasoning.encrypted_content",),
        store=False,
        stream=True,
        prompt_cache_key=cache_key,
        rest=_managed(profile.compact_threshold),
    )


def _managed(threshold: int | None) -> Json:
    """Return the wish to compact from so many tokens on (responses-api, compaction)."""
    if threshold is None:
        return {}
    return {"context_management": [{"type": "compaction", "compact_threshold": threshold}]}


def chosen_effort(events: Sequence[Event]) -> Effort | None:
    """Return the effort that was picked last, None where none was."""
    chosen = (event.effort for event in reversed(events) if isinstance(event, records.EffortChosen))
    return next(chosen, None)


def begun(events: Iterable[Event], call: items.Call) -> tuple[Event, ...]:
    """Return the records that a call left since its last output, none where it never began."""
    left: list[Event] = []
    names = (call.call_id, f"{call.call_id}{AGAIN}")
    for event in events:
        if (
            isinstance(event, (*_TRACES, records.HookRan, records.Decided))
            and event.call_id in names
        ):
            left.append(event)
        elif isinstance(event, records.ItemAdded) and _answers(event.item, call):
            left.clear()  # an id that an upstream uses twice
    return tuple(left) if any(isinstance(event, _TRACES) for event in left) else ()


def _answers(item: Item, call: items.Call) -> bool:
    return isinstance(item, get_args(items.Output)) and item.call_id == call.call_id


def turns(events: Iterable[Event]) -> tuple[Turn, ...]:
    """Return the orders that were given, with their verdicts."""
    found: list[Turn] = []
    for event in events:
        if isinstance(event, records.TurnStarted):
            found.append(Turn(turn=event.turn, prompt=event.prompt, tree=event.tree, verdict=""))
        elif isinstance(event, records.Receipt) and found:
            found[-1] = msgspec.structs.replace(found[-1], verdict=event.verdict)
    return tuple(found)


def usage(events: Iterable[Event]) -> Usage:
    """Return what the answers among `events` used, together, those of sub-tasks included."""
    total = Usage()
    for event in events:
        if isinstance(event, records.Answered | records.TaskAnswered):
            total = added(total, event.usage)
    return total
