from solution import Solution


def test_example_1():
    assert Solution().numberToWords(123) == "One Hundred Twenty Three"


def test_example_2():
    assert Solution().numberToWords(12345) == "Twelve Thousand Three Hundred Forty Five"


def test_example_3():
    assert Solution().numberToWords(1234567) == "One Million Two Hundred Thirty Four Thousand Five Hundred Sixty Seven"


def test_example_4():
    assert Solution().numberToWords(20) == "Twenty"
