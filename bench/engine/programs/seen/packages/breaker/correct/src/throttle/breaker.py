"""A circuit breaker."""
from .clock import SystemClock


class BreakerOpen(Exception):
    """The call was not made because the breaker is open."""


class CircuitBreaker:
    """Stops calls to a service that keeps failing.

    closed:    calls are made. After `threshold` failures in a row the
               breaker opens; a success in between starts the count anew.
    open:      calls raise BreakerOpen, until `cooldown` seconds have gone by
               since it opened; then it is half-open.
    half-open: one call is let through for trial (others raise BreakerOpen
               meanwhile). If it succeeds the breaker is closed, with no
               failures counted; if it fails it opens for another full
               cooldown.
    """

    def __init__(self, threshold, cooldown, clock=None):
        self.threshold = threshold
        self.cooldown = cooldown
        self._clock = clock or SystemClock()
        self._failures = 0
        self._opened_at = None
        self._trial = False

    @property
    def state(self):
        if self._opened_at is None:
            return "closed"
        if self._clock.now() - self._opened_at >= self.cooldown:
            return "half-open"
        return "open"

    async def call(self, func):
        """Return the result of awaiting func(), or raise BreakerOpen."""
        state = self.state
        if state == "open" or (state == "half-open" and self._trial):
            raise BreakerOpen()
        trial = state == "half-open"
        if trial:
            self._trial = True
        try:
            result = await func()
        except Exception:
            self._failed(trial)
            raise
        else:
            self._succeeded()
            return result
        finally:
            if trial:
                self._trial = False

    def _failed(self, trial):
        self._failures += 1
        if trial or self._failures >= self.threshold:
            self._opened_at = self._clock.now()

    def _succeeded(self):
        self._failures = 0
        self._opened_at = None
