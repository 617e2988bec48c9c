from solution import travel


def test_up():
    assert travel(0, [3]) == (3, 3, 1)


def test_up_and_down():
    assert travel(0, [5, 2, 4]) == (10, 5, 3)


def test_same_floor():
    assert travel(2, [2, 2]) == (0, 0, 0)


def test_cellar():
    assert travel(1, [-1, 6]) == (9, 7, 2)
