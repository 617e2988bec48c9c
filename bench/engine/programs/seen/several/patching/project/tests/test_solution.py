from solution import Solution


def test_example_one():
    assert Solution().minPatches([1, 3], 6) == 1


def test_example_two():
    assert Solution().minPatches([1, 5, 10], 20) == 2


def test_example_three():
    assert Solution().minPatches([1, 2, 2], 5) == 0


def test_lone():
    assert Solution().minPatches([2], 1) == 1
