"""The timetable: trips and the hops they are made of."""
from dataclasses import dataclass

from . import times


@dataclass(frozen=True)
class Hop:
    """A ride from one stop of a trip to the next one (times in minutes)."""

    trip: str
    origin: str
    target: str
    departs: int
    arrives: int


class Timetable:
    def __init__(self):
        self._trips = {}

    def add_trip(self, trip, calls):
        """Add a trip from its calls: (stop, arrival, departure) in order.

        The times are texts; the arrival at the first stop and the departure
        from the last one are not used and may be None. ValueError if the trip
        is known, if there are fewer than two calls, if a hop does not arrive
        after its departure, or if a departure is before the arrival at that
        stop.
        """
        if trip in self._trips:
            raise ValueError(f"trip {trip} is already known")
        calls = list(calls)
        if len(calls) < 2:
            raise ValueError("a trip needs two calls or more")
        hops = []
        for (origin, _, departure), (target, arrival, _) in zip(calls, calls[1:]):
            hop = Hop(trip, origin, target, times.parse(departure), times.parse(arrival))
            if hop.arrives <= hop.departs:
                raise ValueError(f"trip {trip}: arrival not after departure")
            if hops and hop.departs < hops[-1].arrives:
                raise ValueError(f"trip {trip}: departure before arrival")
            hops.append(hop)
        self._trips[trip] = hops

    def hops(self):
        """All hops of all trips in the order of departure."""
        return sorted((hop for hops in self._trips.values() for hop in hops), key=lambda hop: hop.departs)

    def stops(self):
        """The sorted names of all stops."""
        names = set()
        for hop in self.hops():
            names.update((hop.origin, hop.target))
        return sorted(names)

    def departures(self, stop, since, count=5):
        """The next departures from a stop at or after `since` (minutes).

        At most `count` tuples (minutes, trip, name of the trip's last stop),
        in the order of the times, and of the trips if at the same time.
        """
        board = []
        for trip, hops in self._trips.items():
            for hop in hops:
                if hop.origin == stop and hop.departs >= since:
                    board.append((hop.departs, trip, hops[-1].target))
        board.sort()
        return board[:count]
