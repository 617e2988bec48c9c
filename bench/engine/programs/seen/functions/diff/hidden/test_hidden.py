import random
from solution import compare_settings


def test_random():
    rnd = random.Random(16)
    vals = [0, "", None, 2, 3, "x", [], [1]]
    for _ in range(500):
        a = {k: rnd.choice(vals) for k in "zyxwvu" if rnd.random() < 0.6}
        b = {k: rnd.choice(vals) for k in "uvwxyz" if rnd.random() < 0.6}
        got = compare_settings(dict(a), dict(b))
        assert got == {
            "added": sorted(set(b) - set(a)),
            "removed": sorted(set(a) - set(b)),
            "changed": sorted(k for k in set(a) & set(b) if a[k] != b[k]),
        }


def test_falsy():
    assert compare_settings({"a": 5}, {"a": 0})["changed"] == ["a"]
    assert compare_settings({"a": 0}, {"a": 5})["changed"] == ["a"]
    assert compare_settings({"a": None}, {"a": ""})["changed"] == ["a"]
    assert compare_settings({"a": None}, {}) == {"added": [], "removed": ["a"], "changed": []}
