import random
from solution import RandomizedSet


def test_remove_twice():
    s = RandomizedSet()
    for v in (1, 2, 3):
        assert s.insert(v) is True
    assert s.remove(3) is True
    assert s.remove(3) is False
    assert s.remove(1) is True
    assert s.remove(1) is False
    assert {s.getRandom() for _ in range(20)} == {2}


def test_all_values_reachable():
    s = RandomizedSet()
    for v in range(6):
        s.insert(v)
    s.remove(0)
    s.remove(5)
    assert {s.getRandom() for _ in range(2000)} == {1, 2, 3, 4}


def test_random_operations():
    rng = random.Random(34)
    for _ in range(200):
        s, ref = RandomizedSet(), set()
        for _ in range(50):
            v = rng.randint(-4, 4)
            op = rng.random()
            if op < 0.45:
                assert s.insert(v) is (v not in ref)
                ref.add(v)
            elif op < 0.85:
                assert s.remove(v) is (v in ref)
                ref.discard(v)
            elif ref:
                assert s.getRandom() in ref
