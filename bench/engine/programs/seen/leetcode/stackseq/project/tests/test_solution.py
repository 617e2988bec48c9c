from solution import Solution


def test_example_1():
    assert Solution().validateStackSequences([1, 2, 3, 4, 5], [4, 5, 3, 2, 1]) is True


def test_example_2():
    assert Solution().validateStackSequences([1, 2, 3, 4, 5], [4, 3, 5, 1, 2]) is False


def test_one():
    assert Solution().validateStackSequences([7], [7]) is True


def test_same_order():
    assert Solution().validateStackSequences([2, 1, 0], [2, 1, 0]) is True
