from solution import Solution


def test_example_1():
    assert Solution().longestConsecutive([100, 4, 200, 1, 3, 2]) == 4


def test_example_2():
    assert Solution().longestConsecutive([0, 3, 7, 2, 5, 8, 4, 6, 0, 1]) == 9


def test_empty():
    assert Solution().longestConsecutive([]) == 0


def test_duplicates():
    assert Solution().longestConsecutive([1, 2, 2, 3, 10]) == 3
