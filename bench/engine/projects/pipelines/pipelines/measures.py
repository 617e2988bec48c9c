"""Measure streams while they flow."""

import heapq
import math
from collections import deque
from dataclasses import dataclass


@dataclass
class Running:
    """Count, mean, variance and extremes of the numbers added so far."""

    count: int = 0
    mean: float = 0.0
    lowest: float = math.inf
    highest: float = -math.inf
    _squares: float = 0.0

    def add(self, number):
        """Add a number and return the object itself."""
        self.count += 1
        before = number - self.mean
        self.mean += before / self.count
        self._squares += before * (number - self.mean)
        self.lowest = min(self.lowest, number)
        self.highest = max(self.highest, number)
        return self

    @property
    def variance(self):
        """Return the sample variance, 0.0 for fewer than two numbers."""
        if self.count < 2:
            return 0.0
        return self._squares / (self.count - 1)

    @property
    def spread(self):
        """Return the distance between the lowest and the highest number, 0.0 without any."""
        return self.highest - self.lowest if self.count else 0.0

    def combine(self, other):
        """Return the measures of both together."""
        count = self.count + other.count
        if count == 0:
            return Running()
        gap = other.mean - self.mean
        return Running(
            count,
            self.mean + gap * other.count / count,
            min(self.lowest, other.lowest),
            max(self.highest, other.highest),
            self._squares + other._squares + gap * gap * self.count * other.count / count,
        )


def moving_average(numbers, size):
    """Yield the averages of the last `size` numbers, of fewer at the beginning."""
    if size < 1:
        raise ValueError("size must be at least 1")
    recent = deque()
    total = 0
    for number in numbers:
        recent.append(number)
        total += number
        if len(recent) > size:
            total -= recent.popleft()
        yield total / len(recent)


def deltas(numbers, start=0):
    """Yield how much each number is above the one before; the first is compared to `start`."""
    previous = start
    for number in numbers:
        yield number - previous
        previous = number


def top(items, count, key=None):
    """Return the `count` largest items, largest first, with one pass and little memory."""
    heap = []
    for number, item in enumerate(items):
        entry = (item if key is None else key(item), -number, item)
        if len(heap) < count:
            heapq.heappush(heap, entry)
        elif heap and entry > heap[0]:
            heapq.heapreplace(heap, entry)
    return [item for _, _, item in sorted(heap, reverse=True)]


def resample(readings, interval):
    """Yield (start, average) for each interval of time that has readings of (time, value)."""
    current = None
    running = Running()
    for time, value in readings:
        start = time // interval * interval
        if start != current:
            if running.count:
                yield current, running.mean
            current = start
            running = Running()
        running.add(value)
    if running.count:
        yield current, running.mean
