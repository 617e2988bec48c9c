"""Uptime, rests and percentiles from outcomes."""

from __future__ import annotations

import msgspec
import pytest

from quire.models.health import (
    DAY,
    FIVE_MINUTES,
    HALF_HOUR,
    Health,
    Outcome,
    Percentiles,
    Record,
    Tried,
    after,
    count,
    latency,
    rest_of,
    rested,
    throughput,
    uptime,
)


def outcome(at: float, good: bool, **more: float | bool) -> Outcome:
    plain = Outcome(provider="p", model="m", at=at, good=good)
    return msgspec.structs.replace(plain, **more)


def record(*outcomes: Outcome) -> Record:
    health = Health()
    for each in outcomes:
        health = after(health, each)
    return health.of("p", "m")


def minute(number: int, good: int, bad: int) -> list[Outcome]:
    at = number * 60.0 + 1
    return [outcome(at, True)] * good + [outcome(at, False)] * bad


@pytest.mark.parametrize(
    ("minutes", "window", "share"),
    [
        ([], FIVE_MINUTES, None),
        ([(99, 9, 0)], FIVE_MINUTES, None),  # too few to count
        ([(99, 10, 0)], FIVE_MINUTES, 1.0),
        ([(99, 8, 2)], FIVE_MINUTES, 1.0),  # 80 % is up
        ([(99, 7, 3)], FIVE_MINUTES, 0.0),
        ([(98, 10, 0), (99, 0, 10)], FIVE_MINUTES, 0.5),
        ([(60, 0, 10), (99, 10, 0)], FIVE_MINUTES, 1.0),
        ([(80, 0, 10), (99, 10, 0)], HALF_HOUR, 0.5),
        ([(60, 0, 10), (80, 10, 0), (98, 10, 0), (99, 10, 0)], DAY, 0.75),
    ],
)
def test_uptime_is_the_share_of_good_minutes(
    minutes: list[tuple[int, int, int]], window: float, share: float | None
) -> None:
    outcomes = [each for row in minutes for each in minute(*row)]
    assert uptime(record(*outcomes), 100 * 60.0, window) == share


def test_the_callers_mistakes_and_rate_limits_do_not_count() -> None:
    mistakes = [outcome(60.0, False, counted=False)] * 20
    assert record(*mistakes) == Record()


def test_attempts_are_counted_by_endpoint_and_what_does_not_count_names_its_own() -> None:
    tried = {("p", "m"): Tried(good=1)}
    count(tried, [outcome(60.0, True), outcome(60.0, False), outcome(61.0, False, counted=False)])
    limited = Outcome(provider="q", model="m", at=61.0, good=False, counted=False)
    count(tried, [limited])
    assert tried == {("p", "m"): Tried(good=2, bad=1), ("q", "m"): Tried()}


@pytest.mark.parametrize(
    ("failures", "rest"), [(1, 0.0), (2, 0.0), (3, 5.0), (4, 10.0), (6, 40.0), (30, 300.0)]
)
def test_a_rest_doubles_with_each_failure_in_a_row(failures: int, rest: float) -> None:
    tried = record(*[outcome(100.0, False)] * failures)
    assert rest_of(tried, 100.0) == rest
    assert rest_of(tried, 100.0 + rest) == 0.0


def test_an_upstream_may_ask_for_its_rest_and_a_success_ends_it() -> None:
    limited = outcome(100.0, False, counted=False, asked_rest=12.0)
    assert rest_of(record(limited), 101.0) == 11.0
    assert rest_of(record(limited, outcome(101.0, True)), 101.0) == 0.0
    long = outcome(100.0, False, asked_rest=9_999.0)
    assert rest_of(record(long), 100.0) == 300.0


def test_percentiles_are_of_the_last_half_hour() -> None:
    old = outcome(1.0, True, first_token=99.0, speed=1.0)
    recent = [outcome(5_000.0, True, first_token=n / 100, speed=float(n)) for n in range(1, 101)]
    known = record(old, *recent)
    assert latency(known, 5_000.0) == Percentiles(0.5, 0.75, 0.9, 0.99)
    assert throughput(known, 5_000.0) == Percentiles(51.0, 26.0, 11.0, 2.0)
    assert latency(known, 9_000.0) is None
    assert throughput(record(outcome(5.0, True, first_token=1.0)), 6.0) is None


def test_a_record_does_not_grow_without_end() -> None:
    known = record(*(outcome(60.0 * n, True, first_token=1.0, speed=2.0) for n in range(3_000)))
    assert (len(known.samples), len(known.minutes)) == (256, 1441)


def test_outcomes_that_are_taken_together_leave_what_they_leave_one_by_one() -> None:
    told = [
        outcome(at=7.0 * number, good=number % 50 not in (7, 8, 9), first_token=0.1 * number)
        for number in range(900)
    ]
    others = [msgspec.structs.replace(each, model="n", good=True) for each in told[:300]]
    together = after(Health(), *told, *others)
    one_by_one = Health()
    for each in (*told, *others):
        one_by_one = after(one_by_one, each)
    assert together == one_by_one


def test_made_up_names_push_out_no_real_ones() -> None:
    health = after(Health(), *(outcome(1.0, True) for _ in range(100)))
    for number in range(5_000):
        made_up = msgspec.structs.replace(outcome(100.0 + number, True), model=f"m-{number}")
        health = after(health, made_up)
        health = rested(health, ("p", f"n-{number}"), 1e9)
    assert len(health.records) <= 1_000
    assert health.of("p", "m") == record(*(outcome(1.0, True) for _ in range(100)))
    assert health.of("p", "m-4999") != Record()
