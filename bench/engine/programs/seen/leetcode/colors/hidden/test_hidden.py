from itertools import product
from solution import Solution


def test_all_small():
    for n in range(1, 7):
        for p in product(range(3), repeat=n):
            a = list(p)
            Solution().sortColors(a)
            assert a == sorted(p)
