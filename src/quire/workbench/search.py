"""Try candidates in forked workers that share a table of verdicts."""

from __future__ import annotations

import gc
import math
import mmap
import os
import struct
import time
import warnings
from collections.abc import Sequence
from typing import Callable

from .candidates import Candidate
from .distance import watch_asserts
from .forks import Child, Send
from .harmless import Leavings
from .limits import Limits, attempt, catch_alarms, limit_memory, silence
from .state import State
from .trial import DIED, PLAUSIBLE, UNTRIED, Bench, Verdict

_RECORD = struct.Struct("=BBxxffIQ")
_WORD = struct.Struct("=q")
_RECYCLE = 1500  # candidates after which a worker is replaced by a fresh fork
_HARD_LIMIT = 0.2  # seconds of silence after which a worker is killed
_PATIENCE = 2.0  # more seconds for one that waits without working
_POLL = 0.004
_RIVALS = 6.0  # seconds for rivals of a first success, where tests are slow
_RIVALS_SHARE = 1.5  # of the time that it took to find it, if that is more


class Table:
    """Verdicts of candidates in memory that all workers share."""

    def __init__(self, size: int, workers: int) -> None:
        self.size = size
        self.workers = workers
        self._head = _WORD.size * (2 * workers + 1)
        self._memory = mmap.mmap(-1, max(self._head + _RECORD.size * size, 1))
        self.stop = size

    @property
    def stop(self) -> int:
        """Give the index at which workers stop."""
        return int(_WORD.unpack_from(self._memory, 0)[0])

    @stop.setter
    def stop(self, index: int) -> None:
        _WORD.pack_into(self._memory, 0, index)

    def at(self, worker: int) -> int:
        """Give the index that a worker is busy with."""
        return int(_WORD.unpack_from(self._memory, _WORD.size * (worker + 1))[0])

    def begin(self, worker: int, index: int) -> None:
        """Note that a worker begins a candidate."""
        _WORD.pack_into(self._memory, _WORD.size * (worker + 1), index)

    def beats(self, worker: int) -> int:
        """Give the number of tests that a worker has begun."""
        return int(_WORD.unpack_from(self._memory, _WORD.size * (self.workers + worker + 1))[0])

    def beat(self, worker: int) -> None:
        """Note that a worker begins a test."""
        position = _WORD.size * (self.workers + worker + 1)
        _WORD.pack_into(self._memory, position, _WORD.unpack_from(self._memory, position)[0] + 1)

    def write(self, index: int, verdict: Verdict) -> None:
        """Keep a verdict."""
        _RECORD.pack_into(
            self._memory,
            self._head + _RECORD.size * index,
            verdict.status,
            min(verdict.broken, 255),
            verdict.distance,
            verdict.reach,
            verdict.mark,
            verdict.fixed,
        )

    def read(self, index: int) -> Verdict:
        """Give a verdict."""
        status, broken, distance, reach, mark, fixed = _RECORD.unpack_from(
            self._memory, self._head + _RECORD.size * index
        )
        return Verdict(status, fixed, broken, distance, mark, reach)

    def close(self) -> None:
        """Give the memory back."""
        self._memory.close()


def enough(seconds: float) -> float:
    """Give the seconds to seek rivals of a success that took so many to find."""
    return max(_RIVALS, _RIVALS_SHARE * seconds)


class Search:
    """One pass over a list of candidates, in order, by several workers."""

    def __init__(self, bench: Bench, candidates: Sequence[Candidate], workers: int) -> None:
        self.bench = bench
        self.candidates = candidates
        self.table = Table(len(candidates), workers)
        self.workers = workers
        self.first: int | None = None
        self._until = 0.0
        self.tried = 0

    def run(
        self,
        limits: Limits,
        deadline: float,
        margin: Callable[[int], int],
        progress: Callable[[int], None],
    ) -> list[Verdict]:
        """Try candidates until the margin after the first plausible one; give verdicts.

        `margin(first)` is the index at which to stop, `deadline` is on the monotonic clock.
        """
        crew = [_Worker(self, number, number) for number in range(self.workers)]
        for worker in crew:
            worker.start(limits)
        watched = [0] * self.workers
        begin = time.monotonic()
        try:
            while time.monotonic() < deadline:
                for worker in crew:
                    worker.watch(limits)
                    watched[worker.number] = self._look(worker, watched[worker.number])
                if self.first is not None:
                    deadline = min(deadline, self._enough(begin))
                    self.table.stop = min(self.table.stop, margin(self.first))
                if all(worker.finished for worker in crew):
                    break
                self.tried = sum(watched)
                progress(self.tried)
                time.sleep(_POLL)
        finally:
            for worker in crew:
                worker.end()
        for worker in crew:
            self._look(worker, 0)
        verdicts = [self.table.read(index) for index in range(len(self.candidates))]
        if self.first is not None:  # how far workers ran beyond the margin is chance
            stop = min(self.table.stop, margin(self.first))
            verdicts[stop:] = [Verdict(UNTRIED)] * len(verdicts[stop:])
        self.tried = sum(1 for verdict in verdicts if verdict.status != UNTRIED)
        self.table.close()
        return verdicts

    def _enough(self, begin: float) -> float:
        """Give the moment until which rivals of a first success are sought."""
        if not self._until:
            now = time.monotonic()
            self._until = now + enough(now - begin)
        return self._until

    def _look(self, worker: _Worker, seen: int) -> int:
        """Look at a worker's new verdicts for a first success; give how many were seen."""
        index = worker.number + seen * self.workers
        at = self.table.at(worker.number)
        while index < min(at, len(self.candidates)):
            passes = self.table.read(index).status == PLAUSIBLE
            if passes and (self.first is None or index < self.first):
                self.first = index
            seen += 1
            index += self.workers
        return seen


class _Worker:
    """A chain of forked children that together try every n-th candidate."""

    def __init__(self, search: Search, number: int, index: int) -> None:
        self.search = search
        self.number = number
        self.index = index
        self.child: Child | None = None
        self.finished = False
        self._last = -1
        self._since = 0.0
        self._worked: float | None = None

    def start(self, limits: Limits) -> None:
        """Fork a child that goes on at the current index."""
        self.search.table.begin(self.number, self.index)
        self.child = Child(lambda send: self._work(limits, send))
        self._last, self._since = -1, time.monotonic()
        self._worked = None

    def watch(self, limits: Limits) -> None:
        """Replace the child if it ended early, died or hangs."""
        if self.finished or self.child is None:
            return
        table = self.search.table
        at = table.at(self.number)
        if at >= table.stop:
            self.finished = True
            return
        if self.child.poll():
            if self.child.status != 0:
                table.write(at, Verdict(DIED))
                at += self.search.workers
            self.index = at
            if at >= table.stop:
                table.begin(self.number, at)
                self.finished = True
                return
            self.start(limits)
        elif table.beats(self.number) != self._last:
            self._last, self._since = table.beats(self.number), time.monotonic()
            self._worked = None
        elif self._hangs(self.child, limits):
            self.child.kill()
            table.write(at, Verdict(DIED))
            self.index = at + self.search.workers
            self.start(limits)

    def _hangs(self, child: Child, limits: Limits) -> bool:
        """Say whether the child has worked, or waited much longer, on one test beyond its share."""
        share = _HARD_LIMIT + 4 * self.search.bench.longest(limits)
        waited = time.monotonic() - self._since
        if waited <= share:
            return False
        worked = child.worked()
        if self._worked is None:
            self._worked = worked
        return worked - self._worked > share or waited > 8 * share + _PATIENCE

    def end(self) -> None:
        """End the child."""
        if self.child is not None:
            self.child.kill()

    def _work(self, limits: Limits, send: Send) -> None:
        del send
        table, bench = self.search.table, self.search.bench
        prepare_worker(bench)
        bench.fueled()
        bench.beat = lambda: table.beat(self.number)
        index = self.index
        for _ in range(_RECYCLE):
            table.begin(self.number, index)
            if index >= table.stop:
                return
            table.write(index, self._verdict(self.search.candidates[index], limits))
            index += self.search.workers
        table.begin(self.number, index)

    def _verdict(self, candidate: Candidate, limits: Limits) -> Verdict:
        """Judge a candidate; end this process if judging itself breaks."""
        if self.search.bench.isolated:
            return self._alone(candidate, limits)
        found: list[Verdict] = []
        attempt(lambda: found.append(self.search.bench.judge(candidate, limits)))
        if not found:
            os._exit(3)
        return found[0]

    def _alone(self, candidate: Candidate, limits: Limits) -> Verdict:
        """Judge a candidate in a process of its own, for tests that leave traces."""
        bench = self.search.bench
        child = Child(lambda send: send(bench.judge(candidate, limits)))
        verdict = Verdict(DIED)
        for message in child.messages(_HARD_LIMIT + 8 * bench.longest(limits), math.inf):
            verdict = message
        return verdict


def prepare_worker(bench: Bench) -> None:
    """Make this forked process fit to run candidates."""
    silence()
    catch_alarms()
    limit_memory(400 << 20)
    warnings.simplefilter("ignore")
    watch_asserts()
    gc.freeze()
    bench.state = State(bench.root, bench.units)
    bench.leavings = Leavings(bench.root)
