import asyncio
import random

import pytest

from workers import DependencyError, Job, Report, ResultOf, RetryPolicy, Runner, State
from workers.jobs import ReadyQueue


def one():
    return 1


class Flaky:
    def __init__(self, n, error=RuntimeError):
        self.n, self.error, self.calls = n, error, 0

    def __call__(self):
        self.calls += 1
        if self.calls <= self.n:
            raise self.error("x")
        return self.calls


def setup(concurrency=1, extra=()):
    log, slept = [], []

    async def ahook(job):
        await asyncio.sleep(0)
        log.append((job.name, job.state.value))

    async def sleep(s):
        slept.append(s)

    return Runner(concurrency, hooks=[ahook, *extra], sleep=sleep), log, slept


def test_no_shared_dependencies():
    a = Job("a", one).after("x")
    b = Job("b", one)
    c = Job("c", one, args=(ResultOf("q"),))
    assert (a.depends_on, b.depends_on, c.depends_on) == (["x"], [], ["q"])
    assert Job("d", one).depends_on == []


def test_queue_random():
    rng = random.Random(1)
    for _ in range(200):
        q, items = ReadyQueue(), []
        for i in range(rng.randint(0, 12)):
            j = Job("j%d" % i, one, priority=rng.randint(-2, 2))
            q.push(j)
            items.append(j)
            if rng.random() < 0.3:
                best = max(items, key=lambda x: x.priority)
                assert q.pop() is best
                items.remove(best)
            assert len(q) == len(items)
        want = sorted(items, key=lambda x: -x.priority)
        assert [q.pop() for _ in items] == want


def test_pauses():
    assert list(RetryPolicy().pauses) == []
    assert list(RetryPolicy(5, 2, 2, 10).pauses) == [2, 4, 8, 10]
    p = RetryPolicy(3, 1, 10, 60)
    assert list(p.pauses) == [1, 10] and list(p.pauses) == [1, 10]
    for n in (0, -1):
        with pytest.raises(ValueError):
            RetryPolicy(n)
    with pytest.raises(ValueError):
        Runner(0)


def test_wants_retry():
    p = RetryPolicy(2, retry_on=[OSError, KeyError])
    assert p.wants_retry(FileNotFoundError()) and p.wants_retry(KeyError()) and not p.wants_retry(ValueError())


def test_shared_policy_and_repeat():
    policy = RetryPolicy(4, base=1, factor=2, cap=3)
    for _ in range(2):
        r, log, slept = setup()
        jobs = [r.add(Job("j%d" % i, Flaky(i), retry=policy)) for i in range(5)]
        rep = asyncio.run(r.run())
        assert [j.attempts for j in jobs] == [1, 2, 3, 4, 4]
        assert [j.state for j in jobs] == [State.DONE] * 4 + [State.FAILED]
        assert slept == [1, 1, 2, 1, 2, 3, 1, 2, 3]
        assert rep.retried() == ["j3", "j4", "j2", "j1"]
        assert list(rep.errors()) == ["j4"]
        assert rep.names(State.FAILED) == ["j4"] and not rep.ok


def test_fifo_among_equals():
    r, log, _ = setup()
    for i in range(8):
        r.add(Job("j%d" % i, one, priority=i % 2))
    asyncio.run(r.run())
    assert [n for n, _ in log] == ["j1", "j3", "j5", "j7", "j0", "j2", "j4", "j6"]


def test_sync_hook_too():
    seen = []
    r, log, _ = setup(extra=[lambda job: seen.append(job.name)])
    r.add(Job("a", Flaky(9)))
    r.add(Job("b", one).after("a"))
    r.add(Job("c", one).after("b"))
    asyncio.run(r.run())
    assert seen == ["a", "b", "c"]
    assert log == [("a", "failed"), ("b", "skipped"), ("c", "skipped")]


def test_other_error_stops():
    r, _, slept = setup()
    j = r.add(Job("a", Flaky(1, KeyError), retry=RetryPolicy(5, retry_on=(OSError,))))
    rep = asyncio.run(r.run())
    assert j.state is State.FAILED and j.attempts == 1 and slept == []
    assert isinstance(rep.errors()["a"], KeyError)
    assert rep.summary() == "0 done, 1 failed, 0 skipped"


def test_random_graphs():
    rng = random.Random(7)
    for _ in range(150):
        n = rng.randint(1, 9)
        names = ["n%d" % i for i in range(n)]
        deps = {names[i]: rng.sample(names[:i], rng.randint(0, min(i, 2))) for i in range(n)}
        bad = {x for x in names if rng.random() < 0.2}
        order = names[:]
        rng.shuffle(order)
        limit = rng.randint(1, 3)
        r, log, _ = setup(limit)
        active, peak, started = [0], [0], []

        async def work(name):
            active[0] += 1
            peak[0] = max(peak[0], active[0])
            started.append(name)
            await asyncio.sleep(0)
            active[0] -= 1
            if name in bad:
                raise ValueError(name)
            return name.upper()

        for x in order:
            r.add(Job(x, work, args=(x,), depends_on=deps[x]))
        rep = asyncio.run(r.run())
        state = {}
        for x in names:
            if any(state[d] != "done" for d in deps[x]):
                state[x] = "skipped"
            else:
                state[x] = "failed" if x in bad else "done"
        assert {j.name: j.state.value for j in rep.jobs} == state
        assert sorted(log) == sorted(state.items())
        assert [j.name for j in rep.jobs] == order
        assert peak[0] <= limit
        for i, x in enumerate(started):
            assert set(deps[x]) <= set(started[:i])
        assert rep.ok == all(s == "done" for s in state.values())
        assert all(j.result == j.name.upper() for j in rep.jobs if j.state is State.DONE)
        for s in State:
            assert rep.names(s) == [x for x in order if state[x] == s.value]


def test_results_and_timeouts():
    async def add(a, b):
        return a + b

    r, _, _ = setup(2)
    r.add(Job("s", add, args=(ResultOf("x"), ResultOf("y"))))
    r.add(Job("x", lambda: 3))
    r.add(Job("y", add, args=(1, 1)))
    t = r.add(Job("t", asyncio.sleep, args=(9,), timeout=0.01))
    asyncio.run(r.run())
    assert r._jobs["s"].result == 5
    assert t.state is State.FAILED and isinstance(t.error, asyncio.TimeoutError)


def test_really_concurrent():
    gate = {}

    async def waiter():
        await asyncio.wait_for(gate["e"].wait(), 1)

    async def opener():
        gate["e"].set()

    async def main():
        gate["e"] = asyncio.Event()
        r, _, _ = setup(2)
        r.add(Job("w", waiter))
        r.add(Job("o", opener))
        return (await r.run()).ok

    assert asyncio.run(main())


def test_bad_graphs():
    for jobs in ([("a", ["z"])], [("a", ["a"])], [("a", ["c"]), ("b", ["a"]), ("c", ["b"])]):
        r, log, _ = setup()
        for n, d in jobs:
            r.add(Job(n, one, depends_on=d))
        with pytest.raises(DependencyError):
            asyncio.run(r.run())
        assert log == []
    r, _, _ = setup()
    r.add(Job("a", one))
    with pytest.raises(ValueError):
        r.add(Job("a", one))


def test_empty():
    r, _, _ = setup()
    rep = asyncio.run(r.run())
    assert rep.ok and rep.summary() == "0 done, 0 failed, 0 skipped" and rep.retried() == []
    assert Report([]).errors() == {}
