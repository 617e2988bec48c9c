from solution import Solution


def test_example_1():
    assert Solution().isMatch("aa", "a") is False


def test_example_2():
    assert Solution().isMatch("aa", "*") is True


def test_example_3():
    assert Solution().isMatch("cb", "?a") is False


def test_star_in_the_middle():
    assert Solution().isMatch("adceb", "*a*b") is True


def test_no_match():
    assert Solution().isMatch("acdcb", "a*c?b") is False
