import random
from solution import Solution


def oracle(a):
    n = len(a)
    best = 0
    for m in range(1 << n):
        ok = True
        if n > 1:
            for i in range(n):
                j = (i + 1) % n
                if m >> i & 1 and m >> j & 1:
                    ok = False
                    break
        if ok:
            best = max(best, sum(a[i] for i in range(n) if m >> i & 1))
    return best


def test_one():
    for v in (0, 1, 5, 400):
        assert Solution().rob([v]) == v


def test_two():
    assert Solution().rob([3, 9]) == 9
    assert Solution().rob([9, 3]) == 9


def test_random():
    rng = random.Random(4)
    for _ in range(150):
        a = [rng.randint(0, 20) for _ in range(rng.randint(1, 8))]
        assert Solution().rob(list(a)) == oracle(a)
