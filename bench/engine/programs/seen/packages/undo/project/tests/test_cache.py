from kvlog.cached import Memo
from kvlog.lru import LRUCache


def test_lru():
    c = LRUCache(2)
    c.put("a", 1)
    c.put("b", 2)
    assert c.get("a") == 1
    c.put("c", 3)
    assert "b" not in c
    assert c.keys() == ["a", "c"]
    assert (c.hits, c.misses) == (1, 0)


def test_lru_update():
    c = LRUCache(2)
    c.put("a", 1)
    c.put("b", 2)
    c.put("a", 9)
    assert c.keys() == ["b", "a"]
    assert c.get("a") == 9


def test_memo():
    calls = []

    def area(w, h=1, unit="m"):
        calls.append((w, h, unit))
        return w * h

    m = Memo(area)
    assert m(2, h=3) == 6
    assert m(2, h=3) == 6
    assert m(2, h=4) == 8
    assert len(calls) == 2
    m(2, h=3, unit="cm")
    m(2, unit="cm", h=3)
    assert len(calls) == 3
    m.forget(2, h=3)
    m(2, h=3)
    assert len(calls) == 4
