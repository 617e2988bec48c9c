from solution import Solution


def test_example1():
    assert Solution().isBipartite([[1, 2, 3], [0, 2], [0, 1, 3], [0, 2]]) is False


def test_example2():
    assert Solution().isBipartite([[1, 3], [0, 2], [1, 3], [0, 2]]) is True


def test_example3():
    assert Solution().isBipartite([[], [2, 3], [1, 3], [1, 2]]) is False
