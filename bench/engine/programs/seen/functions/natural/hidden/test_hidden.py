import random
from functools import cmp_to_key
from itertools import groupby
from solution import natural_sort


def pieces(name):
    out = [""]
    for digit, run in groupby(name, key=lambda c: c in "0123456789"):
        run = "".join(run)
        if digit:
            out.append(int(run))
        elif len(out) == 1:
            out[0] = run.lower()
        else:
            out.append(run.lower())
    if len(out) % 2 == 0:
        out.append("")
    return out


def oracle(names):
    # insertion sort, stable
    out = []
    for n in names:
        i = len(out)
        while i and pieces(out[i - 1]) > pieces(n):
            i -= 1
        out.insert(i, n)
    return out


def test_fixed():
    assert natural_sort(["a10", "a9", "a08", "a1"]) == ["a1", "a08", "a9", "a10"]
    assert natural_sort(["10", "9", "x", "1a"]) == ["1a", "9", "10", "x"]
    assert natural_sort(["A1", "a01", "a1"]) == ["A1", "a01", "a1"]
    assert natural_sort(["a01", "A1", "a1"]) == ["a01", "A1", "a1"]


def test_random():
    rng = random.Random(24)
    for _ in range(300):
        names = ["".join(rng.choice("aAb0129.") for _ in range(rng.randint(0, 5))) for _ in range(rng.randint(0, 9))]
        before = list(names)
        assert natural_sort(names) == oracle(names)
        assert names == before
