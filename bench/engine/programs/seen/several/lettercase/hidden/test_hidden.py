import random
from itertools import product
from solution import Solution


def oracle(s):
    return sorted(''.join(t) for t in product(*[sorted({c.lower(), c.upper()}) for c in s]))


def test_fixed():
    for s in ("1", "12", "a", "A", "1a", "a1", "A1B2", "z9Z9", "ab1cd", "Mr007"):
        assert sorted(Solution().letterCasePermutation(s)) == oracle(s), s


def test_random():
    rng = random.Random(14)
    for _ in range(200):
        s = ''.join(rng.choice('abcXYZ0123') for _ in range(rng.randint(1, 7)))
        assert sorted(Solution().letterCasePermutation(s)) == oracle(s), s
