import random
from solution import Solution


def oracle(s, words):
    if not s:
        return [[]]
    out = []
    for w in set(words):
        if s.startswith(w):
            out += [[w] + r for r in oracle(s[len(w):], words)]
    return out


def test_examples():
    s = Solution()
    assert sorted(s.wordBreak("catsanddog", ["cat", "cats", "and", "sand", "dog"])) == ["cat sand dog", "cats and dog"]
    assert s.wordBreak("catsandog", ["cats", "dog", "sand", "and", "cat"]) == []


def test_single():
    s = Solution()
    assert s.wordBreak("a", ["a"]) == ["a"]
    assert s.wordBreak("a", ["b"]) == []
    assert s.wordBreak("ab", ["a"]) == []
    assert s.wordBreak("hello", ["hello"]) == ["hello"]


def test_repeat():
    assert sorted(Solution().wordBreak("aaa", ["a", "aa"])) == ["a a a", "a aa", "aa a"]


def test_random():
    rng = random.Random(2)
    for _ in range(400):
        words = list({"".join(rng.choice("ab") for _ in range(rng.randint(1, 3))) for _ in range(rng.randint(1, 5))})
        s = "".join(rng.choice("ab") for _ in range(rng.randint(1, 9)))
        want = sorted(" ".join(x) for x in oracle(s, words))
        assert sorted(Solution().wordBreak(s, words)) == want
