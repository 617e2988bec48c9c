"""The runner."""

import asyncio
import inspect

from .jobs import ReadyQueue, ResultOf, State
from .report import Report


class DependencyError(Exception):
    """A dependency is unknown, or dependencies form a cycle."""


class Runner:
    """Runs jobs, at most `concurrency` at a time, each after those it depends on.

    When a job fails, all jobs that depend on it, directly or through others,
    are skipped. A hook is a plain or a coroutine function; every hook is
    called with each job once it is done, failed or skipped.
    """

    def __init__(self, concurrency=4, hooks=(), sleep=asyncio.sleep):
        if concurrency < 1:
            raise ValueError("concurrency must be at least 1")
        self.concurrency = concurrency
        self.hooks = list(hooks)
        self.sleep = sleep
        self._jobs = {}

    def add(self, job):
        if job.name in self._jobs:
            raise ValueError(f"two jobs named {job.name!r}")
        self._jobs[job.name] = job
        return job

    async def run(self):
        """Run everything that was added; jobs become ready in the order added."""
        self._check_dependencies()
        ready = ReadyQueue()
        missing = {name: set(job.depends_on) for name, job in self._jobs.items()}
        for name, job in self._jobs.items():
            if not missing[name]:
                ready.push(job)
        running = set()
        while ready or running:
            while ready and len(running) < self.concurrency:
                running.add(asyncio.create_task(self._execute(ready.pop())))
            finished, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in finished:
                await self._settle(task.result(), missing, ready)
        return Report(self._jobs.values())

    def _check_dependencies(self):
        for job in self._jobs.values():
            for name in job.depends_on:
                if name not in self._jobs:
                    raise DependencyError(f"{job.name} depends on unknown {name}")
        cleared = set()
        while len(cleared) < len(self._jobs):
            free = [
                name for name, job in self._jobs.items()
                if name not in cleared and cleared.issuperset(job.depends_on)
            ]
            if not free:
                raise DependencyError("dependencies form a cycle")
            cleared.update(free)

    async def _execute(self, job):
        job.state = State.RUNNING
        pauses = iter(job.retry.pauses)
        while True:
            job.attempts += 1
            try:
                job.result = await self._call(job)
            except Exception as error:
                job.error = error
                pause = next(pauses, None)
                if pause is None or not job.retry.wants_retry(error):
                    job.state = State.FAILED
                    return job
                await self.sleep(pause)
            else:
                job.state = State.DONE
                return job

    async def _call(self, job):
        args = [self._jobs[a.name].result if isinstance(a, ResultOf) else a for a in job.args]
        value = job.func(*args)
        if inspect.isawaitable(value):
            value = await asyncio.wait_for(value, job.timeout)
        return value

    async def _settle(self, job, missing, ready):
        """Tell the hooks, then see to the jobs that were waiting for this one."""
        for hook in self.hooks:
            outcome = hook(job)
            if inspect.isawaitable(outcome):
                await outcome
        for other in self._jobs.values():
            if job.name not in missing[other.name] or other.state is not State.PENDING:
                continue
            if job.state is State.DONE:
                missing[other.name].discard(job.name)
                if not missing[other.name]:
                    ready.push(other)
            else:
                other.state = State.SKIPPED
                await self._settle(other, missing, ready)
