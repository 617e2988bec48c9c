"""How fast a key may ask: units of its shared buckets that this worker holds, and what is told.

Units are taken in pieces, and a piece is good for as long as its bucket needs to fill it again, so
that all workers together stay within the limit. Headers are those of the OpenAI API.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from quire.errors import TokensLimited, UpstreamError
from quire.gateway.exchange import Headers
from quire.store.keys import Key
from quire.store.rates import MINUTE, Draw, Rates

REQUESTS, TOKENS = "requests", "tokens"
_ERRORS = {REQUESTS: UpstreamError, TOKENS: TokensLimited}
# A piece is this part of what a minute allows.
_PIECE = 1 / 64


@dataclass
class Bucket:
    """What this worker holds and knows of one bucket; times are those of its clock."""

    limit: int
    free: float = 0.0
    good_until: float = 0.0
    left: float = 0.0
    seen: float = 0.0
    closed_until: float = 0.0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def holds(self, needed: float, now: float) -> bool:
        """Return whether this worker holds enough units that are good still."""
        return self.free >= needed and now < self.good_until

    def level(self, now: float) -> float:
        """Return how full the bucket is, as far as this worker knows."""
        filled = self.left + (now - self.seen) * self.limit / MINUTE
        held = self.free if now < self.good_until else 0.0
        return max(0.0, min(self.limit, filled + held))


class Allowances:
    """The buckets of the keys that this worker serves."""

    def __init__(self, rates: Rates, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with none; `clock` is in seconds."""
        self._rates = rates
        self._clock = clock
        self._buckets: dict[tuple[str, str], Bucket] = {}
        self._owed: Counter[tuple[str, int]] = Counter()

    async def take(self, key: Key, tokens: int) -> None:
        """Take one request and about as many tokens as it will need.

        Raises UpstreamError (429, with the wait) where the key asks too fast.
        """
        for kind, limit in _limits(key):
            await self._take(key, kind, limit, 1 if kind == REQUESTS else tokens)

    def at_once(self, key: Key, tokens: int) -> bool:
        """Take one request and its tokens if this worker holds them; return whether it does."""
        now, needed = self._clock(), {REQUESTS: 1, TOKENS: tokens}
        found = [(self._bucket(key, kind, limit), needed[kind]) for kind, limit in _limits(key)]
        if not all(bucket.holds(units, now) for bucket, units in found):
            return False
        for bucket, units in found:
            bucket.free -= units
        return True

    def correct(self, key: Key, excess: int) -> bool:
        """Give back the tokens that an answer did not need; less than none takes more.

        They are put together until they are to be told; returns whether these are the first.
        """
        limit = key.limits.tokens_per_minute
        if limit is None or not excess:
            return False
        first = not self._owed
        self._owed[key.id, limit] += excess
        bucket = self._bucket(key, TOKENS, limit)
        bucket.left = min(limit, bucket.left + excess)
        bucket.closed_until = 0.0
        return first

    def tell(self) -> None:
        """Put what was given back into the shared buckets."""
        owed, self._owed = self._owed, Counter()
        for (name, limit), excess in owed.items():
            self._rates.give(Draw(key=name, kind=TOKENS, limit=limit, needed=excess, piece=0))

    def headers(self, key: Key) -> Headers:
        """Return the `x-ratelimit-*` headers of a key: none for what it has no limit of."""
        if key.limits.per_minute is None and key.limits.tokens_per_minute is None:
            return ()
        now = self._clock()
        return tuple(
            (b"x-ratelimit-%s-%s" % (name, kind.encode()), text.encode())
            for kind, limit in _limits(key)
            for name, text in self._told(key, kind, limit, now)
        )

    def _told(self, key: Key, kind: str, limit: int, now: float) -> Iterator[tuple[bytes, str]]:
        bucket = self._buckets.get((key.id, kind))
        level = bucket.level(now) if bucket is not None and bucket.limit == limit else limit
        yield b"limit", str(limit)
        yield b"remaining", str(int(level))
        yield b"reset", duration((limit - level) * MINUTE / limit)

    async def _take(self, key: Key, kind: str, limit: int, needed: int) -> None:
        bucket = self._bucket(key, kind, limit)
        if needed > limit:
            raise _too_large(kind, limit, needed)
        if not bucket.holds(needed, self._clock()):
            async with bucket.turn:  # one draw at a time: it may be enough for all who wait
                if not bucket.holds(needed, self._clock()):
                    await self._fill(key, kind, bucket, needed)
                bucket.free -= needed
            return
        bucket.free -= needed

    async def _fill(self, key: Key, kind: str, bucket: Bucket, needed: int) -> None:
        """Take a piece out of the shared bucket. Raises UpstreamError where it holds too little."""
        limit, piece = bucket.limit, max(1.0, bucket.limit * _PIECE)
        now = self._clock()
        if bucket.closed_until > now:
            raise _too_fast(kind, limit, bucket.closed_until - now)
        if now >= bucket.good_until:
            bucket.free = 0.0
        missing = needed - bucket.free
        self.tell()  # what was given back is free before more is asked for
        taken = await self._rates.take(
            Draw(key=key.id, kind=kind, limit=limit, needed=missing, piece=piece)
        )
        now = self._clock()
        bucket.left, bucket.seen = taken.left, now
        if not taken.units:
            wait = (missing - taken.left) * MINUTE / limit
            bucket.closed_until = now + wait if needed == 1 else 0.0
            raise _too_fast(kind, limit, wait)
        bucket.free += taken.units
        bucket.good_until = now + max(piece, taken.units) * MINUTE / limit

    def _bucket(self, key: Key, kind: str, limit: int) -> Bucket:
        found = self._buckets.get((key.id, kind))
        if found is None or found.limit != limit:
            found = self._buckets[key.id, kind] = Bucket(limit, left=limit, seen=self._clock())
        return found


def duration(seconds: float) -> str:
    """Return a time as the API's headers write it: `12ms`, `1.5s`, `6m0s`."""
    if seconds < 1:
        return f"{math.ceil(seconds * 1000)}ms"
    if seconds < 59.9995:
        return f"{round(seconds, 3):g}s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}m{rest}s"


def _limits(key: Key) -> tuple[tuple[str, int], ...]:
    """Return what a minute allows a key, by kind."""
    limits = key.limits
    kinds = ((REQUESTS, limits.per_minute), (TOKENS, limits.tokens_per_minute))
    return tuple((kind, limit) for kind, limit in kinds if limit is not None)


def _too_fast(kind: str, limit: int, wait: float) -> UpstreamError:
    return _ERRORS[kind](
        f"Rate limit reached for {kind}: {limit} a minute.",
        code="rate_limit_exceeded",
        status=429,
        retry_after=round(max(wait, 0.001), 3),
    )


def _too_large(kind: str, limit: int, needed: int) -> UpstreamError:
    return _ERRORS[kind](
        f"Request too large for this key: it may use {limit} {kind} a minute, and up to {needed} "
        "would be needed.",
        hint="Send less, or set a lower 'max_output_tokens'.",
        code="rate_limit_exceeded",
        status=429,
        retryable=False,
    )
