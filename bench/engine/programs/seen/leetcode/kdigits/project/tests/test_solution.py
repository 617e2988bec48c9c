from solution import Solution


def test_example_1():
    assert Solution().removeKdigits("1432219", 3) == "1219"


def test_example_2():
    assert Solution().removeKdigits("10200", 1) == "200"


def test_example_3():
    assert Solution().removeKdigits("10", 2) == "0"


def test_example_4():
    assert Solution().removeKdigits("123", 1) == "12"
