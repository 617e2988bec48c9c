import asyncio
import random

import pytest

from ratelimit import PerClient, SlidingWindow, TokenBucket, throttled


class Clock:
    now = 8.0
    naps = 0

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        assert seconds > 0
        self.naps += 1
        self.now += seconds


def test_bucket_random():
    for seed in range(120):
        rng = random.Random(seed)
        clock, rate, capacity = Clock(), rng.choice([0.5, 1, 4]), rng.choice([1, 3, 8])
        bucket, level = TokenBucket(rate, capacity, clock), capacity
        for _ in range(40):
            gap = rng.choice([0, 0.25, 1, 5])
            clock.now += gap
            level = min(capacity, level + gap * rate)
            count = rng.randrange(1, 10)
            kind = rng.randrange(4)
            if kind == 0:
                assert bucket.tokens == level
            elif kind == 1:
                assert bucket.take(count) is (count <= level)
                level -= count if count <= level else 0
            elif count > capacity:
                with pytest.raises(ValueError):
                    bucket.wait_time(count)
                if kind == 3:
                    with pytest.raises(ValueError):
                        asyncio.run(bucket.acquire(count, clock.sleep))
            else:
                wait = max(0, (count - level) / rate)
                assert bucket.wait_time(count) == wait
                if kind == 3:
                    before = clock.now
                    assert asyncio.run(bucket.acquire(count, clock.sleep)) == wait
                    assert clock.now - before == wait
                    level = max(0, level - count)
        assert bucket.take() is (level >= 1)
    for bad in ((0, 1), (1, 0), (-1, 1), (1, -1)):
        with pytest.raises(ValueError):
            TokenBucket(*bad, Clock())


def test_window_random():
    for seed in range(120):
        rng = random.Random(seed)
        clock, limit, period = Clock(), rng.randrange(1, 4), rng.choice([1, 2, 7])
        window, events = SlidingWindow(limit, period, clock), []
        for _ in range(50):
            clock.now += rng.choice([0, 0.5, 1, 3])
            live = [e for e in events if clock.now - e < period]
            assert window.remaining() == limit - len(live)
            expected = 0 if len(live) < limit else live[0] + period - clock.now
            assert window.retry_after() == expected
            if rng.random() < 0.6:
                assert window.allow() is (len(live) < limit)
                if len(live) < limit:
                    events.append(clock.now)


def test_clients():
    rng = random.Random(3)
    clock = Clock()
    made = []

    def factory():
        made.append(1)
        return SlidingWindow(2, 5, clock)
    limits = PerClient(factory)
    seen, blocked = {}, {}
    for _ in range(200):
        client = rng.choice("abc")
        clock.now += rng.choice([0, 1])
        recent = [t for t in seen.get(client, []) if clock.now - t < 5]
        ok = len(recent) < 2
        assert limits.allow(client) is ok
        if ok:
            seen.setdefault(client, []).append(clock.now)
        else:
            blocked[client] = blocked.get(client, 0) + 1
        assert limits.blocked == blocked
        if blocked:
            assert blocked[limits.worst()] == max(blocked.values())
    assert len(made) == 3


def test_throttled():
    clock = Clock()
    bucket = TokenBucket(2, 3, clock)

    async def go():
        return [(i, clock.now) async for i in throttled(range(5), bucket, clock.sleep)]
    assert asyncio.run(go()) == [(0, 8), (1, 8), (2, 8), (3, 8.5), (4, 9)]
    assert clock.naps == 2
