import random

from solution import Solution


def test_all():
    want = [1, 0, 0, 2, 10, 4, 40, 92, 352]
    for n, k in enumerate(want, 1):
        assert Solution().totalNQueens(n) == k


def test_repeat():
    s = Solution()
    rng = random.Random(24)
    want = {4: 2, 5: 10, 6: 4}
    for _ in range(20):
        n = rng.choice([4, 5, 6])
        assert s.totalNQueens(n) == want[n]
