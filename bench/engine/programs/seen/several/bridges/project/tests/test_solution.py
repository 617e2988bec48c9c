from solution import Solution


def norm(edges):
    return sorted(sorted(e) for e in edges)


def test_example_1():
    res = Solution().criticalConnections(4, [[0, 1], [1, 2], [2, 0], [1, 3]])
    assert norm(res) == [[1, 3]]


def test_example_2():
    assert norm(Solution().criticalConnections(2, [[0, 1]])) == [[0, 1]]


def test_line():
    res = Solution().criticalConnections(4, [[1, 0], [2, 1], [3, 2]])
    assert norm(res) == [[0, 1], [1, 2], [2, 3]]


def test_square():
    assert Solution().criticalConnections(4, [[0, 1], [1, 2], [2, 3], [3, 0]]) == []
