import random
from solution import Solution


def oracle(n, trust):
    t = {tuple(x) for x in trust}
    for p in range(1, n + 1):
        if all((p, q) not in t for q in range(1, n + 1)) and all((q, p) in t for q in range(1, n + 1) if q != p):
            return p
    return -1


def test_examples():
    s = Solution()
    assert s.findJudge(2, [[1, 2]]) == 2
    assert s.findJudge(3, [[1, 3], [2, 3]]) == 3
    assert s.findJudge(3, [[1, 3], [2, 3], [3, 1]]) == -1


def test_alone():
    assert Solution().findJudge(1, []) == 1


def test_nobody_trusts():
    assert Solution().findJudge(2, []) == -1


def test_four():
    assert Solution().findJudge(4, [[1, 3], [1, 4], [2, 3], [2, 4], [4, 3]]) == 3


def test_random():
    rng = random.Random(7)
    for _ in range(500):
        n = rng.randint(1, 6)
        j = rng.randint(1, n)
        pairs = set()
        for a in range(1, n + 1):
            for b in range(1, n + 1):
                if a == b:
                    continue
                if b == j and rng.random() < 0.93:
                    pairs.add((a, b))
                elif a != j and rng.random() < 0.4:
                    pairs.add((a, b))
                elif a == j and rng.random() < 0.05:
                    pairs.add((a, b))
        trust = [list(p) for p in pairs]
        rng.shuffle(trust)
        assert Solution().findJudge(n, trust) == oracle(n, trust)
