import random

from solution import Solution


def test_fixed():
    f = Solution().isIsomorphic
    assert f("a", "a") is True
    assert f("a", "b") is True
    assert f("ab", "aa") is False
    assert f("aa", "ab") is False
    assert f("ab", "ba") is True
    assert f("bbbaaaba", "aaabbbba") is False
    assert f("abcd", "dcba") is True
    assert f("13", "42") is True


def test_random():
    rnd = random.Random(18)
    seen = set()
    for _ in range(600):
        n = rnd.randint(1, 6)
        s = "".join(rnd.choice("abc") for _ in range(n))
        t = "".join(rnd.choice("abc") for _ in range(n))
        if rnd.random() < 0.3:
            t = s.translate(str.maketrans("abc", "".join(rnd.sample("abcxyz", 3))))
        e = all((s[i] == s[j]) == (t[i] == t[j]) for i in range(n) for j in range(i))
        seen.add(e)
        assert Solution().isIsomorphic(s, t) is e
    assert seen == {True, False}
