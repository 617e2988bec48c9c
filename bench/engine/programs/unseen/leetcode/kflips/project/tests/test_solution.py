from solution import Solution


def test_example_one():
    assert Solution().minKBitFlips([0, 1, 0], 1) == 2


def test_example_two():
    assert Solution().minKBitFlips([1, 1, 0], 2) == -1


def test_example_three():
    assert Solution().minKBitFlips([0, 0, 0, 1, 0, 1, 1, 0], 3) == 3


def test_all_ones():
    assert Solution().minKBitFlips([1, 1, 1], 2) == 0
