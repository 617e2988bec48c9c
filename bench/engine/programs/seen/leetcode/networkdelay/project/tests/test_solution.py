from solution import Solution


def test_example1():
    assert Solution().networkDelayTime([[2, 1, 1], [2, 3, 1], [3, 4, 1]], 4, 2) == 2


def test_example2():
    assert Solution().networkDelayTime([[1, 2, 1]], 2, 1) == 1


def test_example3():
    assert Solution().networkDelayTime([[1, 2, 1]], 2, 2) == -1
