import random
import pytest
from solution import averages


def oracle(s):
    if not s:
        return None
    if len(s) >= 3:
        return (sum(s) - min(s)) / (len(s) - 1)
    return sum(s) / len(s)


def test_random():
    rnd = random.Random(20)
    for _ in range(300):
        marks = {n: [rnd.randint(0, 100) for _ in range(rnd.randint(0, 6))]
                 for n in "pqrst" if rnd.random() < 0.7}
        keep = {k: list(v) for k, v in marks.items()}
        got = averages(marks)
        assert set(got) == set(keep)
        for name, s in keep.items():
            want = oracle(s)
            if want is None:
                assert got[name] is None
            else:
                assert got[name] == pytest.approx(want, abs=0.00501)
                assert abs(got[name] * 100 - round(got[name] * 100)) < 1e-6


def test_fixed():
    assert averages({"a": [0]}) == {"a": 0.0}
    assert averages({"a": [0, 0]}) == {"a": 0.0}
    assert averages({"a": [10, 10, 20]}) == {"a": 15.0}
    assert averages({"a": [1, 2, 2, 3]}) == {"a": 2.33}
