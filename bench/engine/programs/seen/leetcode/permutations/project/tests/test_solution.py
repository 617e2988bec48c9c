from solution import Solution


def test_example_1():
    assert sorted(Solution().permuteUnique([1, 1, 2])) == [[1, 1, 2], [1, 2, 1], [2, 1, 1]]


def test_example_2():
    assert sorted(Solution().permuteUnique([1, 2, 3])) == [
        [1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]]


def test_one():
    assert Solution().permuteUnique([4]) == [[4]]
