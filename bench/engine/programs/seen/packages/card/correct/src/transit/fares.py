"""Fares, in cents."""
from dataclasses import dataclass, field

from .times import DAY


@dataclass(frozen=True)
class Tariff:
    """Prices; `peak` holds windows (from, until) of the day in minutes."""

    base: int = 200
    per_zone: int = 70
    peak_percent: int = 25
    peak: tuple = ((420, 540), (960, 1110))
    daily_cap: int = 900
    discounts: dict = field(default_factory=lambda: {"child": 50, "senior": 30})


def is_peak(tariff, departs):
    """True in a peak window; its start belongs to it, its end does not.

    Departures after midnight of the service day count by the time of day.
    """
    minute = departs % DAY
    return any(start <= minute < end for start, end in tariff.peak)


def fare(tariff, zones, departs, kind="adult"):
    """The price of a ride through that many zones (1 or more).

    The base price covers the first zone, each further zone costs `per_zone`.
    In the peak `peak_percent` is added; then the discount (percent) of the
    kind of passenger is taken off, none for unlisted kinds. The result is
    rounded to a multiple of 5 cents, halves up.
    """
    if zones < 1:
        raise ValueError("a ride has at least one zone")
    price = tariff.base + tariff.per_zone * (zones - 1)
    percent = 100 + (tariff.peak_percent if is_peak(tariff, departs) else 0)
    scaled = price * percent * (100 - tariff.discounts.get(kind, 0))
    return (scaled + 25_000) // 50_000 * 5


class Card:
    """A card to pay with; no day costs more than the tariff's daily cap."""

    def __init__(self, tariff, kind="adult"):
        self.tariff = tariff
        self.kind = kind
        self._day = None
        self._spent = 0

    def ride(self, day, zones, departs):
        """Pay for a ride on a service day; return the cents charged.

        A ride is cheaper, or free, when the full fare would take the sum of
        the day above the cap. Rides come in the order of days.
        """
        if day != self._day:
            self._day = day
            self._spent = 0
        price = fare(self.tariff, zones, departs, self.kind)
        charged = min(price, self.tariff.daily_cap - self._spent)
        self._spent += charged
        return charged
