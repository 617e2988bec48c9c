"""Sources of time."""
import asyncio
import time


class SystemClock:
    def now(self):
        return time.monotonic()

    async def sleep(self, seconds):
        await asyncio.sleep(seconds)


class ManualClock:
    """A clock for tests: sleeping moves it forward at once.

    The seconds of all sleeps are kept in `slept`.
    """

    def __init__(self, start=0.0):
        self._now = start
        self.slept = []

    def now(self):
        return self._now

    def advance(self, seconds):
        self._now += seconds

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self._now += seconds
        await asyncio.sleep(0)
