"""Rate limiters that take their clock as an argument."""

import asyncio
from collections import deque


class TokenBucket:
    """Holds up to `capacity` tokens and gains `rate` tokens a second."""

    def __init__(self, rate, capacity, clock):
        if rate <= 0 or capacity <= 0:
            raise ValueError("rate and capacity must be positive")
        self.rate = rate
        self.capacity = capacity
        self.clock = clock
        self._tokens = capacity
        self._updated = clock()

    def _refill(self):
        now = self.clock()
        gained = (now - self._updated) * self.rate
        self._tokens = min(self.capacity, self._tokens + gained)
        self._updated = now

    @property
    def tokens(self):
        self._refill()
        return self._tokens

    def take(self, count=1):
        """Take tokens; whether there were enough."""
        self._refill()
        if count > self._tokens:
            return False
        self._tokens -= count
        return True

    def wait_time(self, count=1):
        """Return the seconds until `count` tokens are there."""
        if count > self.capacity:
            raise ValueError("more than the bucket can hold")
        missing = count - self.tokens
        return max(0, missing / self.rate)

    async def acquire(self, count=1, sleep=asyncio.sleep):
        """Wait until the tokens are there and take them; return the seconds waited."""
        waited = 0
        while not self.take(count):
            delay = self.wait_time(count)
            await sleep(delay)
            waited += delay
        return waited


class SlidingWindow:
    """Allows `limit` events in any `period` seconds."""

    def __init__(self, limit, period, clock):
        self.limit = limit
        self.period = period
        self.clock = clock
        self._events = deque()

    def _forget(self):
        oldest = self.clock() - self.period
        while self._events and self._events[0] <= oldest:
            self._events.popleft()

    def allow(self):
        """Whether an event may happen now; if so, it is counted."""
        self._forget()
        if len(self._events) >= self.limit:
            return False
        self._events.append(self.clock())
        return True

    def remaining(self):
        self._forget()
        return self.limit - len(self._events)

    def retry_after(self):
        """Return the seconds until the next event is allowed, 0 if it is now."""
        self._forget()
        if len(self._events) < self.limit:
            return 0
        return self._events[0] + self.period - self.clock()


class PerClient:
    """One limiter for each client, made when it is first seen."""

    def __init__(self, factory):
        self.factory = factory
        self.limiters = {}
        self.blocked = {}

    def allow(self, client):
        if client not in self.limiters:
            self.limiters[client] = self.factory()
        if self.limiters[client].allow():
            return True
        self.blocked[client] = self.blocked.get(client, 0) + 1
        return False

    def worst(self):
        """Return the client that was blocked most, or None."""
        if not self.blocked:
            return None
        return max(self.blocked, key=self.blocked.get)


async def throttled(items, bucket, sleep=asyncio.sleep):
    """Yield the items, one token each."""
    for item in items:
        await bucket.acquire(1, sleep)
        yield item
