"""Caches that forget: by recent use, by age, and a decorator over them."""

import functools
from collections import OrderedDict

MISSING = object()


class LRUCache:
    """Keeps the `capacity` entries that were used last."""

    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError("capacity must be at least 1")
        self.capacity = capacity
        self.hits = 0
        self.misses = 0
        self._entries = OrderedDict()

    def __len__(self):
        return len(self._entries)

    def __contains__(self, key):
        return key in self._entries

    def get(self, key, default=None):
        """Return the value and count the entry as used."""
        if key not in self._entries:
            self.misses += 1
            return default
        self.hits += 1
        self._entries.move_to_end(key)
        return self._entries[key]

    def put(self, key, value):
        """Store a value; return the key that had to go, or None."""
        self._entries[key] = value
        self._entries.move_to_end(key)
        if len(self._entries) > self.capacity:
            oldest, _ = self._entries.popitem(last=False)
            return oldest
        return None

    def discard(self, key):
        """Remove an entry; whether there was one."""
        return self._entries.pop(key, MISSING) is not MISSING

    def keys(self):
        """Return the keys, least recently used first."""
        return list(self._entries)

    def hit_rate(self):
        """Return hits per look-up, 0.0 before the first."""
        total = self.hits + self.misses
        if total == 0:
            return 0.0
        return self.hits / total


class ExpiringCache(LRUCache):
    """An LRU cache whose entries also die `max_age` seconds after they were stored."""

    def __init__(self, capacity, max_age, clock):
        super().__init__(capacity)
        self.max_age = max_age
        self.clock = clock
        self._stored = {}

    def get(self, key, default=None):
        self._drop_expired(key)
        return super().get(key, default)

    def put(self, key, value):
        self._stored[key] = self.clock()
        oldest = super().put(key, value)
        if oldest is not None:
            del self._stored[oldest]
        return oldest

    def discard(self, key):
        self._stored.pop(key, None)
        return super().discard(key)

    def purge(self):
        """Drop all dead entries and return how many there were."""
        before = len(self)
        for key in self.keys():
            self._drop_expired(key)
        return before - len(self)

    def _drop_expired(self, key):
        if key in self._stored and self.clock() - self._stored[key] >= self.max_age:
            self.discard(key)


def memoize(capacity):
    """Decorate a function with a cache of its results."""

    def decorate(function):
        cache = LRUCache(capacity)

        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            key = (args, tuple(sorted(kwargs.items())))
            value = cache.get(key, MISSING)
            if value is MISSING:
                value = function(*args, **kwargs)
                cache.put(key, value)
            return value

        wrapper.cache = cache
        return wrapper

    return decorate
