from solution import elimination_order


def test_every_second():
    assert elimination_order(5, 2) == [2, 4, 1, 5, 3]


def test_every_one():
    assert elimination_order(4, 1) == [1, 2, 3, 4]


def test_more_than_once_around():
    assert elimination_order(3, 5) == [2, 3, 1]


def test_nobody():
    assert elimination_order(0, 3) == []
