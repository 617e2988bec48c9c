import asyncio
import unittest

from scheduler import Job, JobFailed, PlanError, Runner, stages
from scheduler.runner import stream


async def one():
    return 1


async def double(one):
    return one * 2


async def both(one, double):
    return one + double


async def broken(**inputs):
    raise RuntimeError("no")


def flaky(failures):
    calls = []

    async def action():
        calls.append(1)
        if len(calls) <= failures:
            raise OSError("try again")
        return len(calls)

    return action


class Pauses:
    def __init__(self):
        self.seen = []

    async def __call__(self, seconds):
        self.seen.append(seconds)


class PlanTest(unittest.TestCase):
    def test_stages(self):
        jobs = [Job("c", both, ["a", "b"]), Job("a", one), Job("b", double, ["a"]), Job("d", one)]
        names = [[job.name for job in stage] for stage in stages(jobs)]
        self.assertEqual(names, [["a", "d"], ["b"], ["c"]])

    def test_bad_plans(self):
        for jobs in (
            [Job("a", one), Job("a", one)],
            [Job("a", one, ["zzz"])],
            [Job("a", one, ["b"]), Job("b", one, ["a"])],
        ):
            with self.assertRaises(PlanError):
                stages(jobs)


class JobTest(unittest.IsolatedAsyncioTestCase):
    async def test_retries_with_growing_pauses(self):
        pauses = Pauses()
        self.assertEqual(await Job("x", flaky(3), retries=3).run({}, pauses), 4)
        self.assertEqual(pauses.seen, [1, 2, 4])

    async def test_gives_up(self):
        with self.assertRaises(JobFailed) as caught:
            await Job("x", broken, retries=2).run({}, Pauses())
        self.assertEqual(caught.exception.attempts, 3)
        self.assertIsInstance(caught.exception.__cause__, RuntimeError)

    async def test_timeout(self):
        async def slow():
            await asyncio.sleep(5)

        with self.assertRaises(JobFailed):
            await Job("x", slow, timeout=0.01).run({})

    async def test_needs_are_not_shared(self):
        first = Job("x", one)
        first.needs.append("y")
        self.assertEqual(Job("z", one).needs, [])


class RunnerTest(unittest.IsolatedAsyncioTestCase):
    async def test_results_flow(self):
        jobs = [Job("one", one), Job("double", double, ["one"]), Job("sum", both, ["one", "double"])]
        self.assertEqual(await Runner().run(jobs), {"one": 1, "double": 2, "sum": 3})

    async def test_failures_skip_what_depends_on_them(self):
        runner = Runner(pause=Pauses())
        jobs = [Job("one", broken), Job("double", double, ["one"]), Job("other", one)]
        self.assertEqual(await runner.run(jobs), {"other": 1})
        self.assertEqual(runner.count("failed"), 1)
        self.assertIn(("skipped", "double"), runner.log)
        self.assertEqual(runner.count("finished"), 1)

    async def test_limit(self):
        running = []
        peak = []

        async def work():
            running.append(1)
            peak.append(len(running))
            await asyncio.sleep(0.001)
            running.pop()

        await Runner(limit=2).run([Job(str(i), work) for i in range(6)])
        self.assertEqual(max(peak), 2)
        with self.assertRaises(ValueError):
            Runner(limit=0)

    async def test_stream(self):
        batches = [[Job("one", one)], [], [Job("one", one), Job("double", double, ["one"])]]
        seen = [results async for results in stream(Runner(), batches)]
        self.assertEqual(seen, [{"one": 1}, {"one": 1, "double": 2}])


if __name__ == "__main__":
    unittest.main()
