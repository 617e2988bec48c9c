import random
from functools import lru_cache
from solution import Solution


def is_pred(a, b):
    if len(b) != len(a) + 1:
        return False
    it = iter(b)
    return all(ch in it for ch in a)


def oracle(words):
    words = list(words)

    @lru_cache(None)
    def best(w):
        return 1 + max([best(x) for x in words if is_pred(x, w)], default=0)
    return max(best(w) for w in words)


def test_fixed():
    s = Solution()
    assert s.longestStrChain(["a"]) == 1
    assert s.longestStrChain(["ab", "b"]) == 2
    assert s.longestStrChain(["b", "ba"]) == 2
    assert s.longestStrChain(["a", "ab"]) == 2
    assert s.longestStrChain(["a", "b", "c"]) == 1
    assert s.longestStrChain(["a", "ab", "ac", "bd", "abd", "bdq"]) == 3
    assert s.longestStrChain(["bdca", "bda", "ca", "dca", "a"]) == 4


def test_random():
    rng = random.Random(3)
    for _ in range(300):
        words = set()
        for _ in range(rng.randint(1, 14)):
            words.add(''.join(rng.choice('abc') for _ in range(rng.randint(1, 5))))
        words = list(words)
        words.sort()
        rng.shuffle(words)
        assert Solution().longestStrChain(words[:]) == oracle(words), words
