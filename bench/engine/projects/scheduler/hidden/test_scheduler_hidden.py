import asyncio
import random

import pytest

from scheduler import Job, JobFailed, PlanError, Runner, stages
from scheduler.runner import stream


class Pauses(list):
    async def __call__(self, seconds):
        self.append(seconds)


def counting(failures, value, calls):
    async def action(**inputs):
        calls.append(inputs)
        if len(calls) <= failures:
            raise KeyError(len(calls))
        return value
    return action


def test_retry_matrix():
    for retries in range(5):
        for failures in range(7):
            calls, pauses = [], Pauses()
            job = Job("j", counting(failures, "ok", calls), retries=retries)
            if failures <= retries:
                assert asyncio.run(job.run({}, pauses)) == "ok"
                assert len(calls) == failures + 1
            else:
                with pytest.raises(JobFailed) as caught:
                    asyncio.run(job.run({}, pauses))
                assert (caught.value.name, caught.value.attempts) == ("j", retries + 1)
                assert str(caught.value) == f"j failed after {retries + 1} attempts"
                assert caught.value.__cause__.args == (retries + 1,)
                assert len(calls) == retries + 1
            assert pauses == [2 ** i for i in range(len(calls) - 1)]


def test_inputs_and_timeout():
    calls = []
    job = Job("j", counting(0, 5, calls), needs=["a"], timeout=5)
    assert asyncio.run(job.run({"a": 1, "b": 2})) == 5
    assert calls == [{"a": 1}]

    async def slow():
        await asyncio.sleep(10)

    with pytest.raises(JobFailed) as caught:
        asyncio.run(Job("s", slow, timeout=0.01).run({}, Pauses()))
    assert isinstance(caught.value.__cause__, asyncio.TimeoutError)


def test_stages_random():
    rng = random.Random(1)
    for _ in range(200):
        size = rng.randrange(1, 8)
        jobs = [Job(str(i), None, [str(j) for j in range(i) if rng.random() < 0.4])
                for i in range(size)]
        rng.shuffle(jobs)
        depth = {}
        for job in sorted(jobs, key=lambda j: int(j.name)):
            depth[job.name] = 1 + max((depth[n] for n in job.needs), default=-1)
        plan = stages(jobs)
        assert [[j.name for j in s] for s in plan] == [
            [j.name for j in jobs if depth[j.name] == d] for d in range(max(depth.values()) + 1)]
    assert stages([]) == []
    for bad in ([Job("a", None), Job("a", None)], [Job("a", None, ["b"])],
                [Job("a", None, ["a"])],
                [Job("z", None), Job("a", None, ["c"]), Job("b", None, ["a"]), Job("c", None, ["b"])]):
        with pytest.raises(PlanError):
            stages(bad)


def test_runner_random():
    rng = random.Random(2)
    for _ in range(60):
        size = rng.randrange(1, 8)
        fail = {str(i) for i in range(size) if rng.random() < 0.25}
        active, peak = [], [0]

        def make(name):
            async def action(**inputs):
                active.append(name)
                peak[0] = max(peak[0], len(active))
                await asyncio.sleep(0)
                active.remove(name)
                if name in fail:
                    raise ValueError(name)
                return int(name) + sum(inputs.values())
            return action

        needs = {str(i): ["%d" % j for j in range(i) if rng.random() < 0.3] for i in range(size)}
        jobs = [Job(n, make("".join(n)), needs[n]) for n in needs]
        for job in jobs:
            original = job.action
            async def renamed(_o=original, **kw):
                return await _o(**kw)
            job.action = renamed
        expected, skipped = {}, set()
        for n in needs:
            if any(m not in expected for m in needs[n]):
                skipped.add(n)
            elif n not in fail:
                expected[n] = int(n) + sum(expected[m] for m in needs[n])
        limit = rng.randrange(1, 4)
        runner = Runner(limit, Pauses())

        async def go():
            return await runner.run(jobs)
        assert asyncio.run(go()) == expected
        assert peak[0] <= limit
        assert {n for k, n in runner.log if k == "skipped"} == skipped
        assert runner.count("finished") == len(expected)
        assert runner.count("failed") == len(fail - skipped)
        assert runner.count("started") == size - len(skipped)


def test_limits_and_stream():
    for bad in (0, -3):
        with pytest.raises(ValueError):
            Runner(bad)
    assert Runner(1).limit == 1 and Runner().limit == 4
    active, peak = [], []

    async def work():
        active.append(1)
        peak.append(len(active))
        await asyncio.sleep(0.001)
        active.pop()

    async def go(limit):
        peak.clear()
        runner = Runner(limit)
        out = [r async for r in stream(runner, [[], [Job(str(i), work) for i in range(5)], []])]
        assert out == [dict.fromkeys("01234")]
        assert max(peak) == limit
    for limit in (1, 3, 5):
        asyncio.run(go(limit))
    assert Job("a", work).needs is not Job("b", work).needs
