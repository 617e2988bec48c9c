import asyncio

import pytest

from ratelimit import PerClient, SlidingWindow, TokenBucket, throttled


class Clock:
    def __init__(self):
        self.now = 50.0

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


def test_bucket_starts_full(clock):
    bucket = TokenBucket(2, 4, clock)
    assert [bucket.take() for _ in range(5)] == [True, True, True, True, False]


def test_bucket_refills(clock):
    bucket = TokenBucket(2, 4, clock)
    assert bucket.take(4)
    clock.now += 1
    assert bucket.tokens == 2
    clock.now += 100
    assert bucket.tokens == 4
    assert not bucket.take(5)


def test_bad_bucket(clock):
    for rate, capacity in [(0, 1), (1, 0), (-1, 5)]:
        with pytest.raises(ValueError):
            TokenBucket(rate, capacity, clock)


def test_wait_time(clock):
    bucket = TokenBucket(2, 4, clock)
    assert bucket.wait_time(3) == 0
    bucket.take(4)
    assert bucket.wait_time(3) == 1.5
    with pytest.raises(ValueError):
        bucket.wait_time(5)


def test_acquire(clock):
    bucket = TokenBucket(2, 4, clock)

    async def go():
        first = await bucket.acquire(4, clock.sleep)
        second = await bucket.acquire(2, clock.sleep)
        return first, second

    assert asyncio.run(go()) == (0, 1.0)
    assert clock.now == 51.0
    assert bucket.tokens == 0


def test_throttled(clock):
    bucket = TokenBucket(1, 1, clock)

    async def go():
        return [(item, clock.now) async for item in throttled("abc", bucket, clock.sleep)]

    assert asyncio.run(go()) == [("a", 50.0), ("b", 51.0), ("c", 52.0)]


def test_window(clock):
    window = SlidingWindow(2, 10, clock)
    assert window.allow()
    clock.now += 4
    assert window.remaining() == 1
    assert window.allow()
    assert not window.allow()
    assert window.retry_after() == 6
    clock.now += 6
    assert window.retry_after() == 0
    assert window.allow()
    assert window.remaining() == 0


def test_per_client(clock):
    limits = PerClient(lambda: SlidingWindow(1, 10, clock))
    assert limits.worst() is None
    assert limits.allow("a")
    assert limits.allow("b")
    assert not limits.allow("b")
    assert not limits.allow("a")
    assert not limits.allow("b")
    assert limits.worst() == "b"
    assert limits.blocked == {"a": 1, "b": 2}
