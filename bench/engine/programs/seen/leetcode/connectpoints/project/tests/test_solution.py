from solution import Solution


def test_example_1():
    assert Solution().minCostConnectPoints([[0, 0], [2, 2], [3, 10], [5, 2], [7, 0]]) == 20


def test_example_2():
    assert Solution().minCostConnectPoints([[3, 12], [-2, 5], [-4, 1]]) == 18


def test_single_point():
    assert Solution().minCostConnectPoints([[0, 0]]) == 0


def test_two_points():
    assert Solution().minCostConnectPoints([[-1, -1], [1, 1]]) == 4
