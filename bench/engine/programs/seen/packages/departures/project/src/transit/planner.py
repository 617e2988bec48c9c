"""Search for journeys."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Leg:
    """The part of a journey that is made on one trip."""

    trip: str
    origin: str
    target: str
    departs: int
    arrives: int


def earliest(timetable, origin, target, at, change=3):
    """Return the legs of a journey that arrives as early as possible.

    The journey begins at or after `at` (minutes). Changing to another trip
    takes `change` minutes at least; boarding at the origin and staying on a
    trip take no time. Each leg spans the whole ride on its trip. The
    list is empty if origin and target are the same; None means that there is
    no journey.
    """
    if origin == target:
        return []
    ready = {origin: at}
    arrival = {origin: at}
    boarded = {}
    reached_by = {}
    for hop in timetable.hops():
        if hop.trip not in boarded:
            if hop.origin not in ready or hop.departs < ready[hop.origin]:
                continue
            boarded[hop.trip] = hop
        if hop.target not in arrival or hop.arrives < arrival[hop.target]:
            arrival[hop.target] = hop.arrives
            ready[hop.target] = hop.arrives + change
            reached_by[hop.target] = (boarded[hop.trip], hop)
    if target not in reached_by:
        return None
    return _legs(reached_by, origin, target)


def _legs(reached_by, origin, target):
    legs = []
    stop = target
    while stop != origin:
        first, last = reached_by[stop]
        legs.append(Leg(first.trip, first.origin, last.target, first.departs, last.arrives))
        stop = first.origin
    legs.reverse()
    return legs


def waiting(legs):
    """Minutes spent between the legs of a journey."""
    return sum(later.departs - sooner.arrives for sooner, later in zip(legs, legs[1:]))
