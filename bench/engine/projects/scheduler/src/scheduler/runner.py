"""Run planned jobs with a limit on how many run at once."""

import asyncio

from .jobs import JobFailed
from .plan import stages


class Runner:
    def __init__(self, limit=4, pause=asyncio.sleep):
        if limit < 1:
            raise ValueError("limit must be at least 1")
        self.limit = limit
        self.pause = pause
        self.log = []

    async def run(self, jobs):
        """Run all jobs and return {name: result}; skip those whose needs failed.

        Failed and skipped jobs are missing from the result.
        """
        results = {}
        gate = asyncio.Semaphore(self.limit)
        for stage in stages(jobs):
            await asyncio.gather(*(self._run_one(job, results, gate) for job in stage))
        return results

    async def _run_one(self, job, results, gate):
        if any(need not in results for need in job.needs):
            self.log.append(("skipped", job.name))
            return
        async with gate:
            self.log.append(("started", job.name))
            try:
                results[job.name] = await job.run(results, self.pause)
            except JobFailed:
                self.log.append(("failed", job.name))
            else:
                self.log.append(("finished", job.name))

    def count(self, event):
        """Return how many log entries are of a kind."""
        return sum(1 for kind, _ in self.log if kind == event)


async def stream(runner, batches):
    """Run batch after batch and yield the results of each."""
    for batch in batches:
        if batch:
            yield await runner.run(batch)
