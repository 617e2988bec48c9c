import asyncio

import pytest

from workers import DependencyError, Job, ResultOf, RetryPolicy, Runner, State


class Flaky:
    """Fails a number of times, then gives 'ok'."""

    def __init__(self, failures, error=RuntimeError):
        self.failures = failures
        self.error = error

    async def __call__(self):
        if self.failures:
            self.failures -= 1
            raise self.error("not yet")
        return "ok"


def fail():
    raise RuntimeError("no")


def make_runner(concurrency=1):
    log, slept = [], []

    async def hook(job):
        await asyncio.sleep(0)
        log.append((job.name, job.state.value))

    async def sleep(seconds):
        slept.append(seconds)

    return Runner(concurrency, hooks=[hook], sleep=sleep), log, slept


def test_runs_in_order():
    runner, log, _ = make_runner()
    for name in "abc":
        runner.add(Job(name, lambda: 1))
    report = asyncio.run(runner.run())
    assert report.ok
    assert [name for name, _ in log] == ["a", "b", "c"]


def test_results_are_passed_on():
    async def double(x):
        return 2 * x

    runner, _, _ = make_runner(3)
    last = runner.add(Job("b", double, args=(ResultOf("a"),)))
    runner.add(Job("a", double, args=(4,)))
    asyncio.run(runner.run())
    assert last.result == 16


def test_retry_until_it_works():
    runner, _, slept = make_runner()
    job = runner.add(Job("a", Flaky(2), retry=RetryPolicy(3)))
    report = asyncio.run(runner.run())
    assert (job.state, job.attempts, job.result) == (State.DONE, 3, "ok")
    assert report.errors() == {}
    assert slept == [1, 2]


def test_retries_of_several_jobs():
    runner, _, slept = make_runner()
    policy = RetryPolicy(3, base=0.5)
    runner.add(Job("a", Flaky(1), retry=policy))
    runner.add(Job("b", Flaky(2), retry=policy))
    report = asyncio.run(runner.run())
    assert report.ok
    assert report.retried() == ["b", "a"]
    assert slept == [0.5, 0.5, 1.0]


def test_no_retry_of_other_errors():
    runner, _, slept = make_runner()
    job = runner.add(Job("a", Flaky(1), retry=RetryPolicy(3, retry_on=(OSError,))))
    asyncio.run(runner.run())
    assert job.state is State.FAILED
    assert slept == []


def test_failure_skips_dependents():
    runner, log, _ = make_runner()
    runner.add(Job("a", fail))
    runner.add(Job("b", fail, depends_on=["a"]))
    runner.add(Job("c", fail, depends_on=["a"]))
    runner.add(Job("d", lambda: 1))
    report = asyncio.run(runner.run())
    assert report.summary() == "1 done, 1 failed, 2 skipped"
    assert log == [("a", "failed"), ("b", "skipped"), ("c", "skipped"), ("d", "done")]


def test_failure_skips_indirect_dependents():
    runner, _, _ = make_runner()
    runner.add(Job("c", fail, depends_on=["b"]))
    runner.add(Job("b", fail, depends_on=["a"]))
    runner.add(Job("a", fail))
    report = asyncio.run(runner.run())
    assert report.names(State.SKIPPED) == ["c", "b"]
    assert list(report.errors()) == ["a"]


def test_chain_of_dependencies():
    runner, log, _ = make_runner(2)
    runner.add(Job("b", lambda: 1).after("a"))
    runner.add(Job("a", lambda: 1))
    report = asyncio.run(runner.run())
    assert report.ok
    assert log == [("a", "done"), ("b", "done")]


def test_timeout():
    runner, _, _ = make_runner()
    job = runner.add(Job("slow", asyncio.sleep, args=(5,), timeout=0.01))
    asyncio.run(runner.run())
    assert isinstance(job.error, asyncio.TimeoutError)


def test_unknown_and_cyclic_dependencies():
    runner, _, _ = make_runner()
    runner.add(Job("a", fail, depends_on=["zz"]))
    with pytest.raises(DependencyError):
        asyncio.run(runner.run())
    runner, _, _ = make_runner()
    runner.add(Job("a", fail, depends_on=["b"]))
    runner.add(Job("b", fail, depends_on=["a"]))
    with pytest.raises(DependencyError):
        asyncio.run(runner.run())
