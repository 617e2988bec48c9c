from itertools import permutations
from solution import Solution


def oracle(n):
    return sum(all(v % i == 0 or i % v == 0 for i, v in enumerate(p, 1)) for p in permutations(range(1, n + 1)))


def test_small():
    for n in range(1, 8):
        assert Solution().countArrangement(n) == oracle(n)


def test_known():
    assert Solution().countArrangement(8) == 132
    assert Solution().countArrangement(9) == 250
    assert Solution().countArrangement(10) == 700


def test_reuse():
    s = Solution()
    assert [s.countArrangement(k) for k in (5, 3, 5, 6)] == [10, 3, 10, 36]
