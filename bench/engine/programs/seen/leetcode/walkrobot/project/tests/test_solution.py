from solution import Solution


def test_example_1():
    assert Solution().robotSim([4, -1, 3], []) == 25


def test_example_2():
    assert Solution().robotSim([4, -1, 4, -2, 4], [[2, 4]]) == 65


def test_example_3():
    assert Solution().robotSim([6, -1, -1, 6], [[0, 0]]) == 36


def test_stay_near_obstacle():
    assert Solution().robotSim([5], [[0, 3]]) == 4
