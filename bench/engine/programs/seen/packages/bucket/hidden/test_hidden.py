import asyncio
import random

import pytest

from throttle.breaker import BreakerOpen, CircuitBreaker
from throttle.bucket import TokenBucket
from throttle.clock import ManualClock
from throttle.pool import gather_limited, map_chunks
from throttle.retry import Policy, retry


def test_policy():
    p = Policy()
    assert [p.delay(n) for n in range(1, 9)] == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert Policy(base=50).delay(1) == 30


def run_retry(errors, policy, hook=True):
    clock, seen, calls = ManualClock(5.0), [], []
    errors = list(errors)

    async def func():
        calls.append(clock.now())
        await asyncio.sleep(0)
        if errors:
            raise errors.pop(0)
        return ["done"]

    def on_retry(n, e, s):
        seen.append((n, type(e), s, len(clock.slept)))
    try:
        result = asyncio.run(retry(func, policy, clock, on_retry if hook else None))
    except Exception as e:
        result = e
    return result, calls, clock, seen


def test_retry_oracle():
    rng = random.Random(1)
    for _ in range(150):
        errs = []
        for _ in range(rng.randint(0, 5)):
            e = rng.choice([OSError, ValueError, KeyError])()
            if rng.random() < 0.4:
                e.retry_after = rng.choice([None, 0, 1, 9, 100])
            errs.append(e)
        policy = Policy(attempts=rng.randint(1, 6), base=1, factor=2, longest=rng.choice([3, 50]), retry_on=(OSError, ValueError))
        want_slept, want_seen, want_result, n = [], [], None, 0
        for e in errs:
            n += 1
            if isinstance(e, KeyError) or n == policy.attempts:
                want_result = e
                break
            s = getattr(e, "retry_after", None)
            s = min(policy.longest, 2 ** (n - 1) if s is None else s)
            want_seen.append((n, type(e), s, len(want_slept)))
            want_slept.append(s)
        hook = rng.random() < 0.7
        result, calls, clock, seen = run_retry(errs, policy, hook)
        if want_result is None:
            assert result == ["done"]
        else:
            assert result is want_result
        assert clock.slept == want_slept
        assert len(calls) == len(want_slept) + 1
        assert calls[-1] == 5.0 + sum(want_slept)
        if hook:
            assert seen == want_seen


def test_bucket_checks():
    for r, c in ((0, 1), (1, 0), (-1, 1)):
        with pytest.raises(ValueError):
            TokenBucket(r, c, ManualClock())
    b = TokenBucket(1, 2, ManualClock())
    with pytest.raises(ValueError):
        b.wait_time(3)
    with pytest.raises(ValueError):
        asyncio.run(b.take(3))


def test_bucket_oracle():
    rng = random.Random(2)
    for _ in range(200):
        clock = ManualClock(rng.randint(0, 50))
        rate, cap = rng.choice([1, 2, 4]), rng.randint(1, 8)
        b = TokenBucket(rate, cap, clock)
        tokens = cap
        for _ in range(20):
            kind = rng.randint(0, 4)
            n = rng.randint(1, cap)
            if kind == 0:
                d = rng.choice([0, 0.25, 0.5, 1, 3])
                clock.advance(d)
                tokens = min(cap, tokens + d * rate)
            elif kind == 1:
                assert b.available() == tokens
            elif kind == 2:
                assert b.try_take(n) is (tokens >= n)
                if tokens >= n:
                    tokens -= n
            elif kind == 3:
                assert b.wait_time(n) == max(0, n - tokens) / rate
            else:
                want = max(0, n - tokens) / rate
                t = clock.now()
                assert asyncio.run(asyncio.wait_for(b.take(n), 1)) == want
                assert clock.now() == t + want
                tokens = max(0, tokens - n)


async def good():
    return "fine"


async def bad():
    raise OSError("down")


def test_breaker_oracle():
    rng = random.Random(3)
    for _ in range(200):
        clock = ManualClock(rng.randint(0, 9))
        threshold, cooldown = rng.randint(1, 3), rng.randint(1, 4)
        b = CircuitBreaker(threshold, cooldown, clock)
        fails, opened = 0, None

        def state():
            if opened is None:
                return "closed"
            return "half-open" if clock.now() - opened >= cooldown else "open"
        for _ in range(25):
            assert b.state == state()
            if rng.random() < 0.4:
                clock.advance(rng.randint(0, 3))
                continue
            ok = rng.random() < 0.4
            s = state()
            if s == "open":
                with pytest.raises(BreakerOpen):
                    asyncio.run(b.call(good if ok else bad))
            elif ok:
                assert asyncio.run(b.call(good)) == "fine"
                fails, opened = 0, None
            else:
                with pytest.raises(OSError):
                    asyncio.run(b.call(bad))
                fails += 1
                if s == "half-open" or fails >= threshold:
                    opened = clock.now()


def test_breaker_single_trial():
    async def main():
        clock = ManualClock()
        b = CircuitBreaker(1, 5, clock)
        with pytest.raises(OSError):
            await b.call(bad)
        clock.advance(5)
        go = asyncio.Event()

        async def slow():
            await go.wait()
            return 1
        task = asyncio.ensure_future(b.call(slow))
        await asyncio.sleep(0)
        with pytest.raises(BreakerOpen):
            await b.call(good)
        go.set()
        assert await task == 1
        assert b.state == "closed"
        assert await b.call(good) == "fine"
        with pytest.raises(OSError):
            await b.call(bad)
        clock.advance(6)
        with pytest.raises(OSError):
            await b.call(bad)
        assert b.state == "open"
        clock.advance(5)
        assert await b.call(good) == "fine"
    asyncio.run(main())


def test_gather():
    rng = random.Random(4)

    async def main():
        for _ in range(40):
            n, limit = rng.randint(0, 9), rng.randint(1, 4)
            active = peak = 0

            def make(i):
                async def f():
                    nonlocal active, peak
                    active += 1
                    peak = max(peak, active)
                    for _ in range(rng.randint(1, 5)):
                        await asyncio.sleep(0)
                    active -= 1
                    return i
                return f
            assert list(await gather_limited([make(i) for i in range(n)], limit)) == list(range(n))
            assert peak == min(n, limit)
    asyncio.run(main())
    with pytest.raises(ValueError):
        asyncio.run(gather_limited([], 0))


def test_gather_error_cancels():
    ended = []

    async def forever():
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            ended.append(1)
            raise

    async def main():
        with pytest.raises(OSError):
            await gather_limited([forever, bad, forever], 2)
        assert ended == [1] or ended == [1, 1]
        assert len(asyncio.all_tasks()) == 1
    asyncio.run(main())


def test_map_chunks():
    rng = random.Random(5)
    for _ in range(100):
        items = [rng.randint(0, 9) for _ in range(rng.randint(0, 12))]
        size = rng.randint(1, 5)
        calls = []

        async def func(chunk):
            calls.append(chunk)
            await asyncio.sleep(0)
            return (x * 10 for x in list(chunk) if x != 3)
        got = asyncio.run(map_chunks(func, iter(items), size))
        assert got == [x * 10 for x in items if x != 3]
        assert calls == [items[i:i + size] for i in range(0, len(items), size)]
    with pytest.raises(ValueError):
        asyncio.run(map_chunks(func, [1], 0))
