import random
from itertools import permutations
from solution import Solution


def test_random():
    rng = random.Random(16)
    for _ in range(120):
        a = [rng.randint(-2, 3) for _ in range(rng.randint(1, 5))]
        got = sorted(map(tuple, Solution().permuteUnique(list(a))))
        assert got == sorted(set(permutations(a)))


def test_unsorted_repeats():
    got = sorted(map(tuple, Solution().permuteUnique([3, 3, 0, 3])))
    assert got == sorted(set(permutations([3, 3, 0, 3])))
    assert [list(p) for p in Solution().permuteUnique([2, 2, 2])] == [[2, 2, 2]]
