"""A key-value store with expiry, transactions and a log file."""
import time

from .journal import Journal

_ABSENT = object()


class TransactionError(RuntimeError):
    pass


class Store:
    """Values are anything JSON can hold; keys are strings.

    Entries with a time to live are gone from the moment now >= expires on.
    Transactions nest: an inner commit hands its changes to the outer one,
    only the outermost commit writes to the log.
    """

    def __init__(self, path=None, clock=time.time):
        self._clock = clock
        self._data = {}
        self._undo = []
        self._pending = []
        self._journal = Journal(path) if path is not None else None
        if self._journal is not None:
            for record in self._journal.replay():
                self._apply(record)

    # reading

    def get(self, key, default=None):
        entry = self._data.get(key)
        if entry is None or self._expired(entry):
            return default
        return entry[0]

    def __contains__(self, key):
        return self.get(key, _ABSENT) is not _ABSENT

    def __len__(self):
        return sum(1 for entry in self._data.values() if not self._expired(entry))

    def keys(self, prefix=""):
        """Live keys that start with a prefix, sorted."""
        return sorted(k for k, e in self._data.items() if k.startswith(prefix) and not self._expired(e))

    def ttl(self, key):
        """Seconds left, None for an entry that stays; KeyError if absent."""
        if key not in self:
            raise KeyError(key)
        expires = self._data[key][1]
        return None if expires is None else expires - self._clock()

    # writing

    def set(self, key, value, ttl=None):
        """Store a value; without `ttl` it stays for ever."""
        if ttl is not None and ttl <= 0:
            raise ValueError("ttl must be positive")
        expires = None if ttl is None else self._clock() + ttl
        self._write(["set", key, value, expires])

    def delete(self, key):
        """Remove a key; returns whether it was there."""
        if key not in self:
            return False
        self._write(["del", key])
        return True

    def increment(self, key, by=1):
        """Add to a number (0 if absent), keeping its expiry; returns the sum."""
        expires = self._data[key][1] if key in self else None
        value = self.get(key, 0) + by
        self._write(["set", key, value, expires])
        return value

    # transactions

    def begin(self):
        self._undo.append({})
        self._pending.append([])

    def commit(self):
        if not self._undo:
            raise TransactionError("no transaction")
        undo = self._undo.pop()
        records = self._pending.pop()
        if self._undo:
            for key, entry in undo.items():
                self._undo[-1].setdefault(key, entry)
            self._pending[-1].extend(records)
        elif self._journal is not None:
            self._journal.append(*records)

    def rollback(self):
        if not self._undo:
            raise TransactionError("no transaction")
        self._pending.pop()
        for key, entry in self._undo.pop().items():
            if entry is _ABSENT:
                self._data.pop(key, None)
            else:
                self._data[key] = entry

    # upkeep

    def purge(self):
        """Forget expired entries; returns how many."""
        dead = [key for key, entry in self._data.items() if self._expired(entry)]
        for key in dead:
            del self._data[key]
        return len(dead)

    def compact(self):
        """Shorten the log to one record per live entry."""
        if self._undo:
            raise TransactionError("transaction open")
        self.purge()
        if self._journal is not None:
            self._journal.rewrite(["set", k, v, expires] for k, (v, expires) in sorted(self._data.items()))

    def close(self):
        if self._journal is not None:
            self._journal.close()

    def _expired(self, entry):
        return entry[1] is not None and self._clock() >= entry[1]

    def _write(self, record):
        if self._undo:
            key = record[1]
            self._undo[-1].setdefault(key, self._data.get(key, _ABSENT))
            self._pending[-1].append(record)
        elif self._journal is not None:
            self._journal.append(record)
        self._apply(record)

    def _apply(self, record):
        if record[0] == "set":
            _, key, value, expires = record
            self._data[key] = (value, expires)
        else:
            self._data.pop(record[1], None)
