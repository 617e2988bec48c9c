import asyncio

import pytest

from throttle.clock import ManualClock
from throttle.pool import gather_limited, map_chunks
from throttle.retry import Policy, retry


class Flaky:
    """Fails with the given exceptions, then returns "ok"."""

    def __init__(self, *errors):
        self.errors = list(errors)
        self.calls = 0

    async def __call__(self):
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "ok"


def test_delays():
    policy = Policy(base=1, factor=3, longest=20)
    assert [policy.delay(n) for n in (1, 2, 3, 4)] == [1, 3, 9, 20]


def test_success_at_once():
    func = Flaky()
    assert asyncio.run(retry(func, clock=ManualClock())) == "ok"
    assert func.calls == 1


def test_success_after_failures():
    func, clock = Flaky(OSError(), OSError()), ManualClock()
    assert asyncio.run(retry(func, Policy(base=1), clock)) == "ok"
    assert func.calls == 3
    assert clock.slept == [1, 2]


def test_gives_up():
    func = Flaky(OSError("a"), OSError("b"), OSError("c"))
    with pytest.raises(OSError, match="b"):
        asyncio.run(retry(func, Policy(attempts=2), ManualClock()))
    assert func.calls == 2


def test_other_errors_are_not_retried():
    func = Flaky(KeyError("x"))
    with pytest.raises(KeyError):
        asyncio.run(retry(func, Policy(retry_on=(OSError,)), ManualClock()))
    assert func.calls == 1


def test_retry_after():
    error = OSError()
    error.retry_after = 7
    seen = []
    asyncio.run(retry(Flaky(error), Policy(), ManualClock(), lambda n, e, s: seen.append((n, s))))
    assert seen == [(1, 7)]


def test_gather_in_order():
    async def value(n):
        for _ in range(10 - n):
            await asyncio.sleep(0)
        return n

    factories = [lambda n=n: value(n) for n in range(6)]
    assert asyncio.run(gather_limited(factories, 3)) == list(range(6))


def test_gather_limit():
    active = peak = 0

    async def work():
        nonlocal active, peak
        active += 1
        peak = max(peak, active)
        await asyncio.sleep(0)
        active -= 1

    asyncio.run(gather_limited([work] * 8, 3))
    assert peak == 3


def test_map_chunks():
    async def double(chunk):
        return [2 * item for item in chunk]

    assert asyncio.run(map_chunks(double, range(5), 2)) == [0, 2, 4, 6, 8]


def test_map_chunks_calls():
    calls = []

    async def send(chunk):
        calls.append(chunk)
        return []

    asyncio.run(map_chunks(send, "abcde", 2))
    assert calls == [["a", "b"], ["c", "d"], ["e"]]
