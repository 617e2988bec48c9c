from solution import ranking


def test_distinct():
    assert ranking([50, 80, 65]) == [3, 1, 2]


def test_tie():
    assert ranking([70, 90, 70, 10]) == [2, 1, 2, 4]


def test_all_equal():
    assert ranking([5, 5]) == [1, 1]
