"""How upstreams fare: a value that outcomes change, and what can be read from it.

Times are in seconds of one clock; uptime and percentiles follow OpenRouter's definitions
(endpoints list): a minute counts with 10 attempts or more and is up with 80 % of them good.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import ceil
from operator import attrgetter

import msgspec
from msgspec import Struct

MINUTE = 60.0
FIVE_MINUTES = 5 * MINUTE
HALF_HOUR = 30 * MINUTE
DAY = 24 * 60 * MINUTE
_FEW = 10
_GOOD = 0.8
_SAMPLES = 256
# So many records are kept at most, and so many where there were more; often is so many attempts.
_MOST, _KEPT, _OFTEN = 1_000, 900, 100
# Of how many endpoints the attempts are counted at once, for names that are made up too.
_UNTOLD = 65_536
# Failures in a row before an upstream is left alone, and for how long; it doubles each time.
_PATIENCE = 3
_FIRST_REST = 5.0
_LONGEST_REST = 300.0

Endpoint = tuple[str, str]


class Outcome(Struct, frozen=True, kw_only=True):
    """How one attempt ended.

    `counted` is false where the fault lies with the caller or a rate limit; `asked_rest` is the
    wait that the upstream asked for; `first_token` is in seconds, `speed` in tokens per second.
    """

    provider: str
    model: str
    at: float
    good: bool
    counted: bool = True
    asked_rest: float | None = None
    first_token: float | None = None
    speed: float | None = None


class Tried(Struct, frozen=True):
    """The counted attempts at one endpoint."""

    good: int = 0
    bad: int = 0


class Sample(Struct, frozen=True):
    """One good answer's measures."""

    at: float
    first_token: float
    speed: float | None


class Minute(Struct, frozen=True):
    """The attempts of one minute."""

    number: int
    good: int = 0
    bad: int = 0


class Percentiles(Struct, frozen=True):
    """The shares of answers that are this good or better."""

    p50: float
    p75: float
    p90: float
    p99: float


class Record(Struct, frozen=True, kw_only=True):
    """What is known of one upstream's one model."""

    failures: int = 0
    resting_until: float = 0.0
    samples: tuple[Sample, ...] = ()
    minutes: tuple[Minute, ...] = ()


class Health(Struct, frozen=True):
    """The records of every endpoint that has been asked."""

    records: Mapping[Endpoint, Record] = {}

    def of(self, provider: str, model: str) -> Record:
        """Return the record of an endpoint; an empty one where it has not been asked."""
        return self.records.get((provider, model), _FRESH)


_FRESH, _UNTRIED = Record(), Tried()


def after(health: Health, *outcomes: Outcome) -> Health:
    """Return the health that `outcomes` leave behind, in their order."""
    by_name: dict[Endpoint, list[Outcome]] = {}
    for each in outcomes:
        by_name.setdefault((each.provider, each.model), []).append(each)
    changed = {name: _after(health.of(*name), its) for name, its in by_name.items()}
    return Health(_bounded({**health.records, **changed}))


def count(tried: dict[Endpoint, Tried], outcomes: Iterable[Outcome]) -> None:
    """Add `outcomes` to the attempts; one that does not count only names its endpoint."""
    for (name, counted, good), times in Counter(map(_kind, outcomes)).items():
        if name not in tried and len(tried) >= _UNTOLD:
            continue
        known = tried.get(name, _UNTRIED)
        well, badly = times * (counted and good), times * (counted and not good)
        tried[name] = Tried(known.good + well, known.bad + badly)


def _kind(outcome: Outcome) -> tuple[Endpoint, bool, bool]:
    return (outcome.provider, outcome.model), outcome.counted, outcome.good


def rested(health: Health, name: Endpoint, until: float) -> Health:
    """Return the health in which an endpoint is left alone until a moment, if not for longer."""
    record = health.of(*name)
    if until <= record.resting_until:
        return health
    changed = {name: msgspec.structs.replace(record, resting_until=until)}
    return Health(_bounded({**health.records, **changed}))


def rest_of(record: Record, now: float) -> float:
    """Return for how many more seconds an endpoint is left alone; 0 when it is not."""
    return max(0.0, record.resting_until - now)


def uptime(record: Record, now: float, window: float) -> float | None:
    """Return the share of counted minutes within `window` in which the endpoint was up."""
    oldest = (now - window) // MINUTE
    counted = [m for m in record.minutes if m.number > oldest and m.good + m.bad >= _FEW]
    if not counted:
        return None
    return sum(m.good >= _GOOD * (m.good + m.bad) for m in counted) / len(counted)


def latency(record: Record, now: float, window: float = HALF_HOUR) -> Percentiles | None:
    """Return the percentiles of the time to the first token, in seconds."""
    return _percentiles(s.first_token for s in record.samples if s.at > now - window)


def throughput(record: Record, now: float, window: float = HALF_HOUR) -> Percentiles | None:
    """Return the percentiles of tokens per second; p90 is what 90 % of answers reach."""
    fast = (-s.speed for s in record.samples if s.at > now - window and s.speed is not None)
    found = _percentiles(fast)
    return found and Percentiles(-found.p50, -found.p75, -found.p90, -found.p99)


def _bounded(records: Mapping[Endpoint, Record]) -> Mapping[Endpoint, Record]:
    """Return what is worth knowing still: clients make names of models up.

    What was asked often comes before what was not, so that many new names push out one another.
    """
    if len(records) <= _MOST:
        return records
    kept = sorted(records, key=lambda name: _worth(records[name]), reverse=True)[:_KEPT]
    return {name: records[name] for name in kept}


def _worth(record: Record) -> tuple[int, int]:
    attempts = sum(minute.good + minute.bad for minute in record.minutes)
    return min(attempts, _OFTEN), record.minutes[-1].number if record.minutes else 0


def _after(record: Record, outcomes: Sequence[Outcome]) -> Record:
    """Return the record that an endpoint's outcomes leave behind; good ones are taken together."""
    for good, together in groupby(outcomes, key=attrgetter("good")):
        if good:
            record = _bettered(record, list(together))
        else:
            for each in together:
                record = _worsened(record, each)
    return record


def _bettered(record: Record, outcomes: Sequence[Outcome]) -> Record:
    fresh = [
        Sample(each.at, each.first_token, each.speed)
        for each in outcomes[-_SAMPLES:]
        if each.first_token is not None
    ]
    minutes = record.minutes
    for number, count in Counter(int(each.at // MINUTE) for each in outcomes).items():
        minutes = _minutes(minutes, number, good=count)
    return Record(samples=(*record.samples, *fresh)[-_SAMPLES:], minutes=minutes)


def _worsened(record: Record, outcome: Outcome) -> Record:
    failures = record.failures + outcome.counted
    rest = _rest(failures, outcome)
    number = int(outcome.at // MINUTE)
    return msgspec.structs.replace(
        record,
        failures=failures,
        resting_until=max(record.resting_until, outcome.at + rest if rest else 0.0),
        minutes=_minutes(record.minutes, number, bad=1) if outcome.counted else record.minutes,
    )


def _rest(failures: int, outcome: Outcome) -> float:
    if outcome.asked_rest is not None:
        return min(outcome.asked_rest, _LONGEST_REST)
    if not outcome.counted or failures < _PATIENCE:
        return 0.0
    return min(_FIRST_REST * 2.0 ** (failures - _PATIENCE), _LONGEST_REST)


def _minutes(
    minutes: tuple[Minute, ...], number: int, *, good: int = 0, bad: int = 0
) -> tuple[Minute, ...]:
    last = minutes[-1] if minutes and minutes[-1].number == number else Minute(number)
    kept = minutes[:-1] if minutes and minutes[-1].number == number else minutes
    kept = kept[-int(DAY // MINUTE) :]
    return (*kept, Minute(number, last.good + good, last.bad + bad))


def _percentiles(values: Iterable[float]) -> Percentiles | None:
    ordered = sorted(values)
    if not ordered:
        return None
    places = (max(0, ceil(share * len(ordered)) - 1) for share in (0.5, 0.75, 0.9, 0.99))
    return Percentiles(*(ordered[place] for place in places))
