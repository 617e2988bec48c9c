from solution import Solution


def test_example_1():
    assert Solution().isHappy(19) is True


def test_example_2():
    assert Solution().isHappy(2) is False


def test_one():
    assert Solution().isHappy(1) is True


def test_ten():
    assert Solution().isHappy(10) is True
