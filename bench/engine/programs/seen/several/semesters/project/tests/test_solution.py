from solution import Solution


def test_example_1():
    assert Solution().minimumSemesters(3, [[1, 3], [2, 3]]) == 2


def test_example_2():
    assert Solution().minimumSemesters(3, [[1, 2], [2, 3], [3, 1]]) == -1


def test_example_3():
    assert Solution().minimumSemesters(5, [[1, 2], [2, 3], [3, 4], [1, 5]]) == 4
