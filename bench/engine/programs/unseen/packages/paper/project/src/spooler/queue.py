import heapq
import itertools
from typing import Callable

from .jobs import Job, Priority


class DuplicateJob(ValueError):
    pass


class UnknownJob(KeyError):
    pass


class PrintQueue:
    """Waiting jobs: highest priority first, first come first served within one."""

    def __init__(self):
        self._heap: list[tuple[int, int, str]] = []
        self._jobs: dict[str, Job] = {}
        self._held: set[str] = set()
        self._tickets = itertools.count(1)

    def __contains__(self, job_id: str) -> bool:
        return job_id in self._jobs

    def _rank(self, job: Job) -> tuple[int, int, str]:
        return (-int(job.priority), job.ticket, job.job_id)

    def _get(self, job_id: str) -> Job:
        try:
            return self._jobs[job_id]
        except KeyError:
            raise UnknownJob(job_id) from None

    def add(self, job: Job) -> None:
        """Put a job at the end of the line of its priority."""
        if job.job_id in self._jobs:
            raise DuplicateJob(job.job_id)
        job.ticket = next(self._tickets)
        self.put_back(job)

    def put_back(self, job: Job) -> None:
        """Return a popped job to the place in line that it had."""
        self._jobs[job.job_id] = job
        heapq.heappush(self._heap, self._rank(job))

    def remove(self, job_id: str) -> Job:
        """Take a waiting job, held or not, out of the queue and forget about it."""
        job = self._get(job_id)
        del self._jobs[job_id]
        self._held.discard(job_id)
        return job

    def hold(self, job_id: str) -> None:
        """Keep the job from being printed; it does not lose its place."""
        self._get(job_id)
        self._held.add(job_id)

    def release(self, job_id: str) -> None:
        """End a hold (no effect on a job that is not held)."""
        self._get(job_id)
        self._held.discard(job_id)

    def reprioritize(self, job_id: str, priority: Priority) -> None:
        """Change the priority; among its new equals the job stands by its age."""
        job = self._get(job_id)
        job.priority = priority
        heapq.heappush(self._heap, self._rank(job))

    def pop_next(self, accepts: Callable[[Job], bool] | None = None) -> Job | None:
        """Remove and return the first job that is not held and that `accepts` allows."""
        passed_over = []
        found = None
        while self._heap and found is None:
            entry = heapq.heappop(self._heap)
            job = self._jobs.get(entry[2])
            if job is None or self._rank(job) != entry:
                continue
            if job.job_id in self._held or (accepts is not None and not accepts(job)):
                passed_over.append(entry)
            else:
                found = job
        for entry in passed_over:
            heapq.heappush(self._heap, entry)
        if found is not None:
            del self._jobs[found.job_id]
        return found

    def waiting(self) -> list[str]:
        """Ids of all waiting jobs (held ones too) in queue order."""
        return [job.job_id for job in sorted(self._jobs.values(), key=self._rank)]
