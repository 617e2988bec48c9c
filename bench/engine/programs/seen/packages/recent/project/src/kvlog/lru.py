from collections import OrderedDict


class LRUCache:
    """Keeps the `capacity` most recently used entries; get and put both count as use."""

    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError("capacity must be at least 1")
        self.capacity = capacity
        self.hits = 0
        self.misses = 0
        self._data = OrderedDict()

    def __len__(self):
        return len(self._data)

    def __contains__(self, key):
        return key in self._data

    def get(self, key, default=None):
        if key not in self._data:
            self.misses += 1
            return default
        self.hits += 1
        return self._data[key]

    def put(self, key, value):
        self._data[key] = value
        while len(self._data) > self.capacity:
            self._data.popitem(last=False)

    def discard(self, key):
        self._data.pop(key, None)

    def keys(self):
        """Keys from the least to the most recently used."""
        return list(self._data)
