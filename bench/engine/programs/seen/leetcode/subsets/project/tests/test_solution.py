from solution import Solution


def norm(subsets):
    return sorted(sorted(s) for s in subsets)


def test_example_1():
    got = Solution().subsetsWithDup([1, 2, 2])
    assert norm(got) == [[], [1], [1, 2], [1, 2, 2], [2], [2, 2]]


def test_example_2():
    assert norm(Solution().subsetsWithDup([0])) == [[], [0]]


def test_two_equal():
    assert norm(Solution().subsetsWithDup([3, 3])) == [[], [3], [3, 3]]


def test_three_distinct():
    got = Solution().subsetsWithDup([3, 1, 2])
    assert norm(got) == [[], [1], [1, 2], [1, 2, 3], [1, 3], [2], [2, 3], [3]]
