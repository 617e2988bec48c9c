import random

import pytest

from cache import ExpiringCache, LRUCache, memoize


class Clock:
    def __init__(self):
        self.now = 0

    def __call__(self):
        return self.now


def drive(cache, clock, max_age, rng):
    model, hits, misses = [], 0, 0  # [key, value, stored], oldest first
    for _ in range(60):
        clock.now += rng.randrange(3)
        key = rng.randrange(5)
        entry = next((e for e in model if e[0] == key), None)
        action = rng.choice(["get", "put", "put", "discard", "in"])
        if action == "get":
            if entry and max_age is not None and clock.now - entry[2] >= max_age:
                model.remove(entry)
                entry = None
            default = object()
            got = cache.get(key, default)
            if entry:
                hits += 1
                model.remove(entry)
                model.append(entry)
                assert got == entry[1]
            else:
                misses += 1
                assert got is default
        elif action == "put":
            value = rng.random()
            if entry:
                model.remove(entry)
            model.append([key, value, clock.now])
            gone = model.pop(0)[0] if len(model) > cache.capacity else None
            assert cache.put(key, value) == gone
        elif action == "discard":
            assert cache.discard(key) is (entry is not None)
            if entry:
                model.remove(entry)
        else:
            assert (key in cache) is (entry is not None)
        if max_age is not None and rng.random() < 0.1:
            dead = [e for e in model if clock.now - e[2] >= max_age]
            assert cache.purge() == len(dead)
            model = [e for e in model if e not in dead]
        assert cache.keys() == [e[0] for e in model]
        assert len(cache) == len(model)
        assert (cache.hits, cache.misses) == (hits, misses)
        assert cache.hit_rate() == (hits / (hits + misses) if hits + misses else 0.0)


def test_lru_against_model():
    for seed in range(80):
        rng = random.Random(seed)
        drive(LRUCache(rng.randrange(1, 5)), Clock(), None, rng)


def test_expiring_against_model():
    for seed in range(80):
        rng = random.Random(seed)
        clock, age = Clock(), rng.randrange(1, 8)
        drive(ExpiringCache(rng.randrange(1, 5), age, clock), clock, age, rng)


def test_capacity():
    for bad in (0, -1):
        with pytest.raises(ValueError):
            LRUCache(bad)
    assert LRUCache(1).get("x") is None


def test_memoize():
    calls = []

    @memoize(2)
    def f(*args, **kwargs):
        """Doc."""
        calls.append((args, kwargs))
        return None if args == (0,) else (args, kwargs)

    assert f.__doc__ == "Doc."
    assert f(1, a=2, b=3) == f(1, b=3, a=2) == ((1,), {"a": 2, "b": 3})
    assert len(calls) == 1
    f(0), f(0)
    assert len(calls) == 2
    f(9), f(1, a=2, b=3)
    assert len(calls) == 4 and len(f.cache) == 2
    assert f.cache is not memoize(2)(len).cache
