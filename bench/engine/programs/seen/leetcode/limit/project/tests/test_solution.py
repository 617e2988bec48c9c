from solution import Solution


def test_example_1():
    assert Solution().longestSubarray([8, 2, 4, 7], 4) == 2


def test_example_2():
    assert Solution().longestSubarray([10, 1, 2, 4, 7, 2], 5) == 4


def test_example_3():
    assert Solution().longestSubarray([4, 2, 2, 2, 4, 4, 2, 2], 0) == 3


def test_whole_array():
    assert Solution().longestSubarray([3, 5, 4], 10) == 3


def test_rising():
    assert Solution().longestSubarray([1, 3, 5, 7, 9], 2) == 2
