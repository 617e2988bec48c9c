"""Retry policies."""


class RetryPolicy:
    """How often a failing job is tried, and how long to wait in between.

    A policy has no memory of its own: one policy may serve any number of jobs.
    The pause after the k-th failed attempt (k = 1, 2, ...) lasts
    base * factor ** (k - 1) seconds, but at most `cap`. Only exceptions that
    are instances of `retry_on` lead to another attempt.
    """

    def __init__(self, attempts=1, base=1.0, factor=2.0, cap=60.0, retry_on=(Exception,)):
        if attempts < 1:
            raise ValueError("attempts must be at least 1")
        self.attempts = attempts
        self.retry_on = tuple(retry_on)
        self.pauses = [min(cap, base * factor**k) for k in range(attempts - 1)]

    def wants_retry(self, error):
        return isinstance(error, self.retry_on)
