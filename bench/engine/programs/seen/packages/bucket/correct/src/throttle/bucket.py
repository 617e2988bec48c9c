"""A token bucket."""
from .clock import SystemClock


class TokenBucket:
    """Holds up to `capacity` tokens and gains `rate` tokens each second.

    The bucket is full at first.
    """

    def __init__(self, rate, capacity, clock=None):
        if rate <= 0 or capacity <= 0:
            raise ValueError("rate and capacity must be positive")
        self.rate = rate
        self.capacity = capacity
        self._clock = clock or SystemClock()
        self._tokens = capacity
        self._last = self._clock.now()

    def _refill(self):
        now = self._clock.now()
        gained = (now - self._last) * self.rate
        self._last = now
        self._tokens = min(self.capacity, self._tokens + gained)

    def available(self):
        """The tokens in the bucket now."""
        self._refill()
        return self._tokens

    def try_take(self, count=1):
        """Take the tokens if they are there; return whether they were."""
        self._refill()
        if self._tokens < count:
            return False
        self._tokens -= count
        return True

    def wait_time(self, count=1):
        """Seconds until `count` tokens will be there (0 if they are).

        ValueError if the bucket can never hold that many.
        """
        if count > self.capacity:
            raise ValueError("more tokens than the bucket can hold")
        self._refill()
        return max(0, count - self._tokens) / self.rate

    async def take(self, count=1):
        """Wait until the tokens are there, take them, return the seconds waited."""
        waited = 0
        while True:
            delay = self.wait_time(count)
            if delay == 0:
                break
            await self._clock.sleep(delay)
            waited += delay
        self.try_take(count)
        return waited
