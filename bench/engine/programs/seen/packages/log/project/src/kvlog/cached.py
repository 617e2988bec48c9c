"""Remembers results of a slow function."""
from .lru import LRUCache

_MISS = object()


class Memo:
    """Calls `func` once per distinct arguments while the result is kept.

    Keyword arguments count in any order; results of None are kept too.
    """

    def __init__(self, func, capacity=128):
        self.func = func
        self.cache = LRUCache(capacity)

    @staticmethod
    def _key(args, kwargs):
        return args, tuple(sorted(kwargs.items()))

    def __call__(self, *args, **kwargs):
        key = self._key(args, kwargs)
        value = self.cache.get(key, _MISS)
        if value is _MISS:
            value = self.func(*args, **kwargs)
            self.cache.put(key, value)
        return value

    def forget(self, *args, **kwargs):
        self.cache.discard(self._key(args, kwargs))
