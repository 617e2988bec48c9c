from solution import Solution


def test_example_one():
    roads = [
        [0, 6, 7], [0, 1, 2], [1, 2, 3], [1, 3, 3], [6, 3, 3],
        [3, 5, 1], [6, 5, 1], [2, 5, 1], [0, 4, 5], [4, 6, 2],
    ]
    assert Solution().countPaths(7, roads) == 4


def test_example_two():
    assert Solution().countPaths(2, [[1, 0, 10]]) == 1


def test_shortcut():
    assert Solution().countPaths(3, [[0, 2, 9], [0, 1, 2], [1, 2, 3]]) == 1


def test_square():
    assert Solution().countPaths(4, [[0, 1, 1], [0, 2, 1], [1, 3, 1], [2, 3, 1]]) == 2
