import random
from functools import lru_cache
from solution import Solution


def oracle(stones):
    st = set(stones)

    @lru_cache(None)
    def go(p, k):
        if p == stones[-1]:
            return True
        return any(s > 0 and p + s in st and go(p + s, s) for s in (k - 1, k, k + 1))

    return go(0, 0)


def test_examples():
    s = Solution()
    assert s.canCross([0, 1, 3, 5, 6, 8, 12, 17]) is True
    assert s.canCross([0, 1, 2, 3, 4, 8, 9, 11]) is False


def test_small():
    s = Solution()
    assert s.canCross([0, 1, 3]) is True
    assert s.canCross([0, 1, 4]) is False
    assert s.canCross([0, 1, 3, 6, 10, 15]) is True
    assert s.canCross([0, 1, 3, 6, 10, 16]) is False
    assert s.canCross([0, 3]) is False


def test_long():
    assert Solution().canCross(list(range(150))) is True


def test_random():
    rng = random.Random(6)
    seen = []
    for _ in range(500):
        stones = [0, 1]
        for _ in range(rng.randint(0, 12)):
            stones.append(stones[-1] + rng.choice([1, 1, 2, 2, 3, 4]))
        want = oracle(tuple(stones))
        seen.append(want)
        assert Solution().canCross(stones) == want
    assert seen.count(True) > 50 and seen.count(False) > 50
