"""What can be read from use: speed, uptime and rankings, over all workers and hosts.

Speed and uptime follow OpenRouter's definitions (endpoints list), rankings its forms; they hold
no words of anybody. Days and weeks are UTC, a week begins on Monday.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

import msgspec

from quire.errors import InvalidRequest
from quire.gateway.door import Door
from quire.gateway.exchange import Asked, Reply
from quire.gateway.offers import percent, scaled
from quire.models.health import (
    DAY,
    FIVE_MINUTES,
    HALF_HOUR,
    Minute,
    Record,
    Sample,
    latency,
    rest_of,
    throughput,
    uptime,
)
from quire.models.routes import Attempt
from quire.store import uses, workers
from quire.store.uses import Rank
from quire.store.workers import grouped

_WINDOWS = {"5m": FIVE_MINUTES, "30m": HALF_HOUR, "1d": DAY, "7d": 7 * DAY}
# How many periods are told, and how long each is in days.
_PERIODS = {"day": (30, 1), "week": (12, 7)}
_SHOWN = 50
_MILLISECONDS = 1000.0


async def performance(door: Door, asked: Asked) -> Reply:
    """Tell time to first token and tokens a second by model and upstream, as percentiles."""
    named = asked.one("window", "30m")
    if named not in _WINDOWS:
        raise _invalid("window", named, _WINDOWS)
    now, window = time.time(), _WINDOWS[named]
    found: dict[tuple[str, str], list[uses.Sample]] = {}
    used = await door.told()
    for sample in await used.samples(now - window, asked.one("model")):
        found.setdefault((sample.entry, sample.provider), []).append(sample)
    data = [
        {
            "model": model,
            "provider": provider,
            "requests": len(samples),
            "latency_ms": scaled(latency(_record(samples), now, window), _MILLISECONDS),
            "throughput": scaled(throughput(_record(samples), now, window), 1.0),
        }
        for (model, provider), samples in sorted(found.items())
    ]
    return Reply(msgspec.json.encode({"data": data, "meta": {"window": named}}))


async def uptimes(door: Door, asked: Asked) -> Reply:
    """Tell the uptime of each model at each upstream: of 5 minutes, of 30, of a day."""
    now = time.time()
    found = grouped(await door.rounds.minutes(now - DAY))
    data = [
        {"model": model, "provider": provider, **_uptime(minutes, now)}
        for (provider, model), minutes in sorted(found.items(), key=lambda each: each[0][::-1])
        if asked.one("model", model) == model
    ]
    return Reply(msgspec.json.encode({"data": data}))


async def rankings(door: Door, asked: Asked) -> Reply:
    """Rank models by tokens, for each of the last days or weeks: the first 50, and the rest."""
    data: list[dict[str, object]] = []
    periods = list(_periods(asked))
    used, project = await door.told(), _project(door, asked)
    for start, end in periods:
        ranks = await used.ranked("entry", _moment(start), _moment(end), project)
        shown, rest = ranks[:_SHOWN], ranks[_SHOWN:]
        if rest:
            total = sum(rank.tokens for rank in rest), sum(rank.requests for rank in rest)
            shown = (*shown, Rank("other", *total))
        data += [
            {
                "date": start.isoformat(),
                "model_permaslug": rank.name,
                "total_tokens": str(rank.tokens),
                "total_requests": rank.requests,
            }
            for rank in shown
        ]
    return Reply(msgspec.json.encode({"data": data, "meta": _meta(periods)}))


async def app_rankings(door: Door, asked: Asked) -> Reply:
    """Rank apps, as they name themselves, by tokens in the present day or week."""
    *_, (start, end) = periods = list(_periods(asked))[-1:]
    used, project = await door.told(), _project(door, asked)
    ranks = await used.ranked("app", _moment(start), _moment(end), project)
    data = [
        {
            "rank": place,
            "app_id": rank.name,
            "app_name": rank.name,
            "total_tokens": str(rank.tokens),
            "total_requests": rank.requests,
        }
        for place, rank in enumerate(ranks[:_SHOWN], start=1)
    ]
    return Reply(msgspec.json.encode({"data": data, "meta": _meta(periods)}))


async def measured(door: Door, offers: Sequence[Attempt]) -> dict[str, tuple[Attempt, Record]]:
    """Return offers of one model by provider, with how each has fared at all workers."""
    now = time.time()
    minutes = grouped(await door.rounds.minutes(now - DAY))
    samples = await door.uses.samples(now - HALF_HOUR, offers[0].entry.id)
    found: dict[str, tuple[Attempt, Record]] = {}
    for offer in offers:
        name = offer.provider.name
        its = _record([sample for sample in samples if sample.provider == name])
        counted = minutes.get((name, offer.entry.id), ())
        tried = tuple(Minute(each.minute, each.good, each.bad) for each in counted)
        rest = rest_of(door.models.record(offer), door.models.now())
        whole = msgspec.structs.replace(its, minutes=tried, resting_until=now + rest)
        found[name] = (offer, whole)
    return found


def _record(samples: Sequence[uses.Sample]) -> Record:
    return Record(samples=tuple(Sample(s.at, s.first_token, _speed(s)) for s in samples))


def _speed(sample: uses.Sample) -> float | None:
    """Return the tokens a second after the first one, None where there was no such time."""
    taken = sample.seconds - sample.first_token
    return sample.output_tokens / taken if sample.output_tokens and taken > 0 else None


def _uptime(minutes: Sequence[workers.Minute], now: float) -> dict[str, object]:
    record = Record(minutes=tuple(Minute(each.minute, each.good, each.bad) for each in minutes))
    return {
        "attempts": sum(each.good + each.bad for each in minutes),
        "failures": sum(each.bad for each in minutes),
        "uptime_last_5m": percent(uptime(record, now, FIVE_MINUTES)),
        "uptime_last_30m": percent(uptime(record, now, HALF_HOUR)),
        "uptime_last_1d": percent(uptime(record, now, DAY)),
    }


def _periods(asked: Asked) -> Iterator[tuple[date, date]]:
    """Yield the first day of each period and of the next one, the oldest first."""
    named = asked.one("period", "day")
    if named not in _PERIODS:
        raise _invalid("period", named, _PERIODS)
    count, days = _PERIODS[named]
    today = datetime.now(UTC).date()
    last = today - timedelta(days=today.weekday()) if days > 1 else today
    for place in reversed(range(count)):
        start = last - timedelta(days=days * place)
        yield start, start + timedelta(days=days)


def _meta(periods: Sequence[tuple[date, date]]) -> dict[str, str]:
    return {
        "as_of": datetime.now(UTC).isoformat(timespec="seconds"),
        "start_date": periods[0][0].isoformat(),
        "end_date": (periods[-1][1] - timedelta(days=1)).isoformat(),
        "version": "v1",
    }


def _moment(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


def _project(door: Door, asked: Asked) -> str | None:
    """Return whose use is ranked: the caller's project's, or everybody's."""
    return None if door.settings.open_rankings else asked.caller.project


def _invalid(name: str, value: str, known: Iterable[str]) -> InvalidRequest:
    return InvalidRequest(
        f"Invalid value for '{name}': {value!r} is not one of {', '.join(known)}.",
        param=name,
        code="invalid_value",
    )
