from solution import Solution


def test_example1():
    flights = [[0, 1, 100], [1, 2, 100], [2, 0, 100], [1, 3, 600], [2, 3, 200]]
    assert Solution().findCheapestPrice(4, flights, 0, 3, 1) == 700


def test_example2():
    assert Solution().findCheapestPrice(3, [[0, 1, 100], [1, 2, 100], [0, 2, 500]], 0, 2, 1) == 200


def test_example3():
    assert Solution().findCheapestPrice(3, [[0, 1, 100], [1, 2, 100], [0, 2, 500]], 0, 2, 0) == 500


def test_example4():
    assert Solution().findCheapestPrice(3, [[0, 1, 10]], 0, 2, 1) == -1
