from solution import Solution


def test_example_1():
    res = Solution().combinationSum2([10, 1, 2, 7, 6, 1, 5], 8)
    assert sorted(sorted(c) for c in res) == [[1, 1, 6], [1, 2, 5], [1, 7], [2, 6]]


def test_example_2():
    res = Solution().combinationSum2([2, 5, 2, 1, 2], 5)
    assert sorted(sorted(c) for c in res) == [[1, 2, 2], [5]]


def test_example_3():
    assert Solution().combinationSum2([3, 4], 2) == []
