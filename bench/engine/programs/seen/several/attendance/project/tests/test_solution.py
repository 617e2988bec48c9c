from solution import Solution


def test_example_one():
    assert Solution().checkRecord(2) == 8


def test_example_two():
    assert Solution().checkRecord(1) == 3


def test_example_three():
    assert Solution().checkRecord(10101) == 183236316


def test_four():
    assert Solution().checkRecord(4) == 43
