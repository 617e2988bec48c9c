from solution import Solution


def test_example_1():
    assert Solution().intToRoman(3749) == "MMMDCCXLIX"


def test_example_2():
    assert Solution().intToRoman(58) == "LVIII"


def test_example_3():
    assert Solution().intToRoman(1994) == "MCMXCIV"


def test_three():
    assert Solution().intToRoman(3) == "III"
