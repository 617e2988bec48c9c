import random
from solution import histogram


def oracle(nums, lo, hi):
    out = [f"{k}: " + "*" * nums.count(k) for k in range(lo, hi + 1)]
    inside = [n for n in nums if lo <= n <= hi]
    if not inside:
        return out + ["most: none"]
    top = max(inside.count(n) for n in inside)
    return out + ["most: %d" % min(n for n in inside if inside.count(n) == top)]


def test_some():
    for args in [([0], 0, 3), ([-1, -1, 0], -1, 0), ([7], 1, 6), ([1, 6], 1, 6), ([6, 1, 6, 1], 1, 6)]:
        assert histogram(*args) == oracle(*args)


def test_input_kept():
    a = [1, 2, 2]
    histogram(a, 1, 2)
    assert a == [1, 2, 2]


def test_random():
    r = random.Random(4)
    for _ in range(400):
        lo = r.randint(-4, 4)
        hi = lo + r.randint(0, 5)
        nums = [r.randint(-6, 10) for _ in range(r.randint(0, 15))]
        assert histogram(nums, lo, hi) == oracle(nums, lo, hi)
