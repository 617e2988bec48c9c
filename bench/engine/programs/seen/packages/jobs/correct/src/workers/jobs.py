"""Jobs and the queue of those that may start."""

import enum
import heapq
import itertools

from .retry import RetryPolicy


class State(enum.Enum):
    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


class ResultOf:
    """Placeholder among a job's arguments: the result of another job."""

    def __init__(self, name):
        self.name = name


class Job:
    """One unit of work: a plain function or a coroutine function, with arguments."""

    def __init__(self, name, func, args=(), priority=0, depends_on=(), retry=None, timeout=None):
        self.name = name
        self.func = func
        self.args = tuple(args)
        self.priority = priority
        self.depends_on = list(depends_on)
        for arg in self.args:
            if isinstance(arg, ResultOf):
                self.after(arg.name)
        self.retry = retry or RetryPolicy()
        self.timeout = timeout
        self.state = State.PENDING
        self.attempts = 0
        self.result = None
        self.error = None

    def after(self, *names):
        """Make this job wait for the named jobs."""
        for name in names:
            if name not in self.depends_on:
                self.depends_on.append(name)
        return self

    def __repr__(self):
        return f"<Job {self.name} {self.state.value}>"


class ReadyQueue:
    """Highest priority first; jobs of equal priority in the order they came."""

    def __init__(self):
        self._heap = []
        self._tickets = itertools.count()

    def push(self, job):
        heapq.heappush(self._heap, (-job.priority, next(self._tickets), job))

    def pop(self):
        return heapq.heappop(self._heap)[-1]

    def __len__(self):
        return len(self._heap)
