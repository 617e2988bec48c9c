from solution import LRUCache


def test_example1():
    lru = LRUCache(2)
    lru.put(1, 1)
    lru.put(2, 2)
    assert lru.get(1) == 1
    lru.put(3, 3)
    assert lru.get(2) == -1
    lru.put(4, 4)
    assert lru.get(1) == -1
    assert lru.get(3) == 3
    assert lru.get(4) == 4


def test_example2():
    lru = LRUCache(1)
    assert lru.get(6) == -1
    lru.put(8, 12)
    assert lru.get(8) == 12


def test_example3():
    lru = LRUCache(2)
    lru.put(2, 1)
    lru.put(2, 5)
    assert lru.get(2) == 5
