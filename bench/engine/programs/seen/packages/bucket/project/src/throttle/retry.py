"""Calling again after failures."""
from dataclasses import dataclass

from .clock import SystemClock


@dataclass(frozen=True)
class Policy:
    """How often to try and how long to wait between the attempts."""

    attempts: int = 3
    base: float = 0.5
    factor: float = 2.0
    longest: float = 30.0
    retry_on: tuple = (Exception,)

    def delay(self, failures):
        """Seconds to wait after that many failures (1, 2 …): `base`, then
        `factor` times as long each time, but never more than `longest`."""
        return min(self.longest, self.base * self.factor ** (failures - 1))


async def retry(func, policy=Policy(), clock=None, on_retry=None):
    """Await func() until it succeeds, and return its result.

    Exceptions of the types `retry_on` lead to another attempt after a wait on
    the clock, all others are passed on at once. When the last attempt has
    failed its exception is passed on, without a wait. If the exception has an
    attribute `retry_after` that is not None, this is the wait, but again not
    more than `longest`.

    Before each wait on_retry(failures, exception, seconds) is called if given.
    """
    clock = clock or SystemClock()
    failures = 0
    while True:
        try:
            return await func()
        except policy.retry_on as error:
            failures += 1
            if failures >= policy.attempts:
                raise
            seconds = getattr(error, "retry_after", None)
            if seconds is None:
                seconds = policy.delay(failures)
            seconds = min(seconds, policy.longest)
            if on_retry is not None:
                on_retry(failures, error, seconds)
        await clock.sleep(seconds)
