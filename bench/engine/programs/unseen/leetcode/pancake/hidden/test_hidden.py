import random
from itertools import permutations
from solution import Solution


def check(arr):
    flips = Solution().pancakeSort(list(arr))
    n = len(arr)
    assert len(flips) <= 10 * n
    cur = list(arr)
    for k in flips:
        assert 1 <= k <= n
        cur[:k] = cur[:k][::-1]
    assert cur == list(range(1, n + 1))


def test_small_permutations():
    for n in range(1, 6):
        for p in permutations(range(1, n + 1)):
            check(p)


def test_random():
    rng = random.Random(20)
    for _ in range(200):
        p = list(range(1, rng.randint(6, 40)))
        rng.shuffle(p)
        check(p)
