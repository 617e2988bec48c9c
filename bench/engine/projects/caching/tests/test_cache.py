import pytest

from cache import ExpiringCache, LRUCache, memoize


@pytest.fixture
def cache():
    cache = LRUCache(2)
    cache.put("a", 1)
    cache.put("b", 2)
    return cache


def test_least_recent_goes_first(cache):
    assert cache.get("a") == 1
    assert cache.put("c", 3) == "b"
    assert cache.keys() == ["a", "c"]


def test_put_again_refreshes(cache):
    assert cache.put("a", 9) is None
    assert cache.keys() == ["b", "a"]
    assert len(cache) == 2
    assert cache.get("a") == 9


def test_default(cache):
    assert cache.get("x") is None
    assert cache.get("x", 0) == 0


def test_discard(cache):
    assert cache.discard("a")
    assert not cache.discard("a")
    assert "a" not in cache


def test_hit_rate(cache):
    assert cache.hit_rate() == 0.0
    for key in "abxa":
        cache.get(key)
    assert (cache.hits, cache.misses) == (3, 1)
    assert cache.hit_rate() == 0.75


def test_capacity():
    with pytest.raises(ValueError):
        LRUCache(0)


class Clock:
    now = 100

    def __call__(self):
        return self.now


def test_expiry():
    clock = Clock()
    cache = ExpiringCache(3, max_age=10, clock=clock)
    cache.put("a", 1)
    clock.now = 109
    assert cache.get("a") == 1
    clock.now = 110
    assert cache.get("a") is None
    assert len(cache) == 0


def test_purge():
    clock = Clock()
    cache = ExpiringCache(2, max_age=10, clock=clock)
    cache.put("a", 1)
    clock.now = 105
    cache.put("b", 2)
    clock.now = 112
    assert cache.purge() == 1
    assert cache.keys() == ["b"]
    cache.put("c", 3)
    assert cache.put("d", 4) == "b"


def test_memoize():
    calls = []

    @memoize(2)
    def power(base, exponent=2):
        calls.append(base)
        return base ** exponent

    assert [power(3), power(3), power(3, exponent=3), power(3, exponent=3)] == [9, 9, 27, 27]
    assert calls == [3, 3]
    assert power.__name__ == "power"
    assert power.cache.hits == 2


def test_memoize_remembers_none():
    calls = []

    @memoize(5)
    def nothing(x):
        calls.append(x)

    nothing(1)
    nothing(1)
    assert calls == [1]
