from solution import Solution


def test_example_1():
    assert Solution().findMaximumXOR([3, 10, 5, 25, 2, 8]) == 28


def test_example_2():
    nums = [14, 70, 53, 83, 49, 91, 36, 80, 92, 51, 66, 70]
    assert Solution().findMaximumXOR(nums) == 127


def test_single():
    assert Solution().findMaximumXOR([7]) == 0


def test_pair():
    assert Solution().findMaximumXOR([8, 2]) == 10
