"""A job told as one story: the steps that were taken are replayed from the items, then the next."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from msgspec import Struct

from quire.engine.answers import Answer
from quire.engine.deeds import Deed, wish_of
from quire.engine.notes import Note
from quire.engine.shapes import Verdict
from quire.protocol.items import Item

# A call that was interrupted is asked for once more.
TRIES = 2


class Step(Struct, frozen=True, kw_only=True):
    """What a job wants done next, and why."""

    thought: str
    calls: tuple[Item, ...]


# Yields what it wants done, is sent what came of it, returns how it ended.
Story = Generator[Step, tuple[Deed, ...], Verdict]


def replay(job: str, story: Story, deeds: Iterable[Deed]) -> Answer:
    """Return the first step of a story that the deeds do not hold yet, or its end.

    Each step is looked for behind the one before it, so equal calls at different points of a
    story are told apart.
    """
    left = tuple(deeds)
    try:
        step = next(story)
        while True:
            done, missing, left = _matched(step.calls, left)
            if missing:
                note = Note(job=job, step="work")
                return Answer(thoughts=(step.thought,), calls=missing, note=note)
            step = story.send(done)
    except StopIteration as end:
        return Answer(thoughts=(), verdict=end.value, note=Note(job=job, step="done"))


def _matched(
    calls: tuple[Item, ...], deeds: tuple[Deed, ...]
) -> tuple[tuple[Deed, ...], tuple[Item, ...], tuple[Deed, ...]]:
    """Return the deeds of some calls, the calls without one, and the deeds after them."""
    found: list[Deed] = []
    missing: list[Item] = []
    last = -1
    for call in calls:
        places = [at for at, deed in enumerate(deeds) if wish_of(deed.call) == wish_of(call)]
        whole = [at for at in places if not deeds[at].interrupted]
        place = whole[0] if whole else places[TRIES - 1] if len(places) >= TRIES else None
        if place is None:
            missing.append(call)
        else:
            found.append(deeds[place])
            last = max(last, place)
    return tuple(found), tuple(missing), deeds[last + 1 :]
