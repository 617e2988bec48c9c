"""What came of a run."""

from collections import Counter

from .jobs import State


class Report:
    def __init__(self, jobs):
        self.jobs = list(jobs)

    @property
    def ok(self):
        """True if every job is done."""
        return all(job.state is State.DONE for job in self.jobs)

    def names(self, state):
        """Names of the jobs in a state, in the order the jobs were added."""
        return [job.name for job in self.jobs if job.state is state]

    def errors(self):
        """Name of each failed job -> its last exception."""
        return {job.name: job.error for job in self.jobs if job.error is not None}

    def retried(self):
        """Names of jobs that took more than one attempt, most attempts first, then by name."""
        again = [job for job in self.jobs if job.attempts > 1]
        return [job.name for job in sorted(again, key=lambda job: (-job.attempts, job.name))]

    def summary(self):
        counts = Counter(job.state for job in self.jobs)
        states = (State.DONE, State.FAILED, State.SKIPPED)
        return ", ".join(f"{counts[state]} {state.value}" for state in states)
