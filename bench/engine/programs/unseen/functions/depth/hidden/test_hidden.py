import random

from solution import nesting_depth


def build(rng, level):
    """a dict of exactly this depth, level >= 1"""
    d = {}
    for k in range(rng.randint(0, 3)):
        low = rng.randint(0, level - 1)
        d[k] = build(rng, low) if low else rng.choice([None, 3, "x", [1]])
    if level > 1:
        d["deep"] = build(rng, level - 1)
    return d


def test_cases():
    assert nesting_depth({}) == 1
    assert nesting_depth({"a": {}}) == 2
    assert nesting_depth({"a": {}, "b": {"c": 1}}) == 2
    assert nesting_depth(None) == 0
    assert nesting_depth([{"a": 1}]) == 0
    assert nesting_depth({"a": [{"b": {"c": 1}}]}) == 1


def test_random():
    rng = random.Random(9)
    for _ in range(300):
        level = rng.randint(1, 6)
        assert nesting_depth(build(rng, level)) == level
