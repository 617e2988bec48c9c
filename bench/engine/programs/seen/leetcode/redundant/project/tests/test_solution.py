from solution import Solution


def test_example_1():
    assert Solution().findRedundantConnection([[1, 2], [1, 3], [2, 3]]) == [2, 3]


def test_example_2():
    edges = [[1, 2], [2, 3], [3, 4], [1, 4], [1, 5]]
    assert Solution().findRedundantConnection(edges) == [1, 4]


def test_triangle_at_the_end():
    edges = [[1, 2], [2, 3], [3, 4], [4, 5], [3, 5]]
    assert Solution().findRedundantConnection(edges) == [3, 5]
