from solution import Solution


def test_example_one():
    edges = [[0, 1], [0, 2], [2, 3], [2, 4], [2, 5]]
    assert Solution().sumOfDistancesInTree(6, edges) == [8, 12, 6, 10, 10, 10]


def test_example_two():
    assert Solution().sumOfDistancesInTree(1, []) == [0]


def test_example_three():
    assert Solution().sumOfDistancesInTree(2, [[1, 0]]) == [1, 1]


def test_path():
    assert Solution().sumOfDistancesInTree(4, [[0, 1], [1, 2], [2, 3]]) == [6, 4, 4, 6]
