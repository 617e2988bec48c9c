from solution import Solution


def test_example_1():
    assert Solution().countSmaller([5, 2, 6, 1]) == [2, 1, 1, 0]


def test_example_2():
    assert Solution().countSmaller([-1]) == [0]


def test_example_3():
    assert Solution().countSmaller([-1, -1]) == [0, 0]


def test_sorted():
    assert Solution().countSmaller([1, 2, 3, 4]) == [0, 0, 0, 0]


def test_descending():
    assert Solution().countSmaller([4, 3, 2, 1]) == [3, 2, 1, 0]
