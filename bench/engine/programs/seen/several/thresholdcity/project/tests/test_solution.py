from solution import Solution


def test_example_one():
    assert Solution().findTheCity(4, [[0, 1, 3], [1, 2, 1], [1, 3, 4], [2, 3, 1]], 4) == 3


def test_example_two():
    edges = [[0, 1, 2], [0, 4, 8], [1, 2, 3], [1, 4, 2], [2, 3, 1], [3, 4, 1]]
    assert Solution().findTheCity(5, edges, 2) == 0


def test_pair():
    assert Solution().findTheCity(2, [[0, 1, 5]], 5) == 1


def test_star():
    assert Solution().findTheCity(4, [[0, 3, 1], [1, 3, 1], [2, 3, 3]], 2) == 2
