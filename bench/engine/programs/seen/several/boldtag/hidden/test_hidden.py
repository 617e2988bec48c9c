import random
from itertools import groupby
from solution import Solution


def oracle(s, words):
    marks = [any(s[a:a + len(w)] == w and a <= i < a + len(w) for w in words for a in range(len(s)))
             for i in range(len(s))]
    out = ''
    for key, grp in groupby(zip(s, marks), key=lambda p: p[1]):
        text = ''.join(c for c, _ in grp)
        out += '<b>' + text + '</b>' if key else text
    return out


def test_fixed():
    f = Solution().addBoldTag
    assert f("a", ["a"]) == "<b>a</b>"
    assert f("a", ["b"]) == "a"
    assert f("ab", ["b"]) == "a<b>b</b>"
    assert f("ab", ["a"]) == "<b>a</b>b"
    assert f("aba", ["a"]) == "<b>a</b>b<b>a</b>"
    assert f("aaa", ["aa"]) == "<b>aaa</b>"
    assert f("abc", ["abcd"]) == "abc"
    assert f("aabcd", ["ab", "bc"]) == "a<b>abc</b>d"


def test_random():
    rng = random.Random(8)
    for _ in range(400):
        s = ''.join(rng.choice('abc') for _ in range(rng.randint(1, 12)))
        words = list({''.join(rng.choice('abc') for _ in range(rng.randint(1, 3))) for _ in range(rng.randint(0, 3))})
        words.sort()
        assert Solution().addBoldTag(s, words[:]) == oracle(s, words), (s, words)
