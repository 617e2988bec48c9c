import random
from solution import Solution


def oracle(p, s):
    w = s.split()
    if len(w) != len(p):
        return False
    return all((p[i] == p[j]) == (w[i] == w[j]) for i in range(len(p)) for j in range(i))


def test_fixed():
    s = Solution()
    assert s.wordPattern("abba", "dog dog dog dog") is False
    assert s.wordPattern("abc", "x y") is False
    assert s.wordPattern("ab", "x y z") is False
    assert s.wordPattern("a", "x") is True


def test_random():
    rng = random.Random(6)
    seen = set()
    for _ in range(800):
        n = rng.randint(1, 6)
        p = "".join(rng.choice("abc") for _ in range(n))
        if rng.random() < 0.5:
            names = ["cat", "dog", "cow", "a"]
            rng.shuffle(names)
            w = [names["abc".index(c)] for c in p]
            if rng.random() < 0.5:
                w[rng.randrange(n)] = rng.choice(names)
        else:
            w = [rng.choice(["cat", "dog", "cow"]) for _ in range(n)]
        t = " ".join(w)
        e = oracle(p, t)
        seen.add(e)
        assert bool(Solution().wordPattern(p, t)) == e
    assert seen == {True, False}
