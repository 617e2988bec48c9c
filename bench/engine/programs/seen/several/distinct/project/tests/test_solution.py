from solution import Solution


def test_example_1():
    assert Solution().numDistinct("rabbbit", "rabbit") == 3


def test_example_2():
    assert Solution().numDistinct("babgbag", "bag") == 5


def test_too_long():
    assert Solution().numDistinct("ab", "abc") == 0


def test_no_match():
    assert Solution().numDistinct("abcd", "xy") == 0
