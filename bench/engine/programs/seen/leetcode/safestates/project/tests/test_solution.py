from solution import Solution


def test_example_1():
    graph = [[1, 2], [2, 3], [5], [0], [5], [], []]
    assert Solution().eventualSafeNodes(graph) == [2, 4, 5, 6]


def test_example_2():
    graph = [[1, 2, 3, 4], [1, 2], [3, 4], [0, 4], []]
    assert Solution().eventualSafeNodes(graph) == [4]


def test_two_node_cycle():
    assert Solution().eventualSafeNodes([[1], [0]]) == []


def test_no_edges():
    assert Solution().eventualSafeNodes([[], [], []]) == [0, 1, 2]
