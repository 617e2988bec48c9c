from solution import Solution


def test_one():
    assert Solution().countArrangement(1) == 1


def test_two():
    assert Solution().countArrangement(2) == 2


def test_three():
    assert Solution().countArrangement(3) == 3


def test_four():
    assert Solution().countArrangement(4) == 8
