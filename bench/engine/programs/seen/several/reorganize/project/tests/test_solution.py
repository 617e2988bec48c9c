from collections import Counter
from solution import Solution


def check(s):
    r = Solution().reorganizeString(s)
    assert Counter(r) == Counter(s)
    assert all(x != y for x, y in zip(r, r[1:]))


def test_example_1():
    check("aab")


def test_example_2():
    assert Solution().reorganizeString("aaab") == ""


def test_single():
    assert Solution().reorganizeString("q") == "q"


def test_word():
    check("programming")
