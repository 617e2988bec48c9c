import asyncio

import pytest

from throttle.breaker import BreakerOpen, CircuitBreaker
from throttle.bucket import TokenBucket
from throttle.clock import ManualClock


async def good():
    return "fine"


async def bad():
    raise OSError("down")


def fail(breaker, times=1):
    for _ in range(times):
        with pytest.raises(OSError):
            asyncio.run(breaker.call(bad))


def test_bucket_is_full_at_first():
    bucket = TokenBucket(1, 3, ManualClock())
    assert [bucket.try_take() for _ in range(4)] == [True, True, True, False]


def test_bucket_refills():
    clock = ManualClock()
    bucket = TokenBucket(2, 10, clock)
    assert bucket.try_take(10)
    clock.advance(1.5)
    assert bucket.available() == 3
    clock.advance(100)
    assert bucket.available() == 10


def test_bucket_wait_time():
    bucket = TokenBucket(2, 4, ManualClock())
    assert bucket.wait_time(4) == 0
    bucket.try_take(4)
    assert bucket.wait_time(3) == 1.5
    with pytest.raises(ValueError):
        bucket.wait_time(5)


def test_bucket_take():
    clock = ManualClock()
    bucket = TokenBucket(1, 2, clock)
    assert asyncio.run(bucket.take(2)) == 0
    assert asyncio.run(asyncio.wait_for(bucket.take(1), 2)) == 1
    assert clock.slept[:1] == [1]


def test_breaker_passes_results():
    breaker = CircuitBreaker(2, 10, ManualClock())
    assert asyncio.run(breaker.call(good)) == "fine"
    assert breaker.state == "closed"


def test_breaker_opens():
    breaker = CircuitBreaker(2, 10, ManualClock())
    fail(breaker, 2)
    assert breaker.state == "open"
    with pytest.raises(BreakerOpen):
        asyncio.run(breaker.call(good))


def test_breaker_counts_failures_in_a_row():
    breaker = CircuitBreaker(2, 10, ManualClock())
    fail(breaker)
    asyncio.run(breaker.call(good))
    fail(breaker)
    assert breaker.state == "closed"


def test_breaker_closes_after_trial():
    clock = ManualClock()
    breaker = CircuitBreaker(1, 10, clock)
    fail(breaker)
    clock.advance(10)
    assert breaker.state == "half-open"
    assert asyncio.run(breaker.call(good)) == "fine"
    assert breaker.state == "closed"


def test_breaker_opens_again_after_trial():
    clock = ManualClock()
    breaker = CircuitBreaker(2, 10, clock)
    fail(breaker, 2)
    clock.advance(15)
    fail(breaker)
    assert breaker.state == "open"
    clock.advance(9)
    assert breaker.state == "open"
    clock.advance(1)
    assert breaker.state == "half-open"
