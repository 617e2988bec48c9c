from solution import Solution


def test_example_one():
    assert Solution().deleteAndEarn([3, 4, 2]) == 6


def test_example_two():
    assert Solution().deleteAndEarn([2, 2, 3, 3, 3, 4]) == 9


def test_one():
    assert Solution().deleteAndEarn([5]) == 5


def test_more():
    assert Solution().deleteAndEarn([8, 8, 9]) == 16
