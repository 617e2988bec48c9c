from solution import common_parts


def test_examples():
    assert common_parts([(0, 2), (5, 10)], [(1, 5), (8, 12)]) == [(1, 2), (5, 5), (8, 10)]
    assert common_parts([(1, 3)], [(4, 6)]) == []


def test_more():
    assert common_parts([], [(1, 2)]) == []
    assert common_parts([(0, 9)], [(2, 3)]) == [(2, 3)]
    assert common_parts([(0, 9)], [(1, 2), (4, 5), (7, 11)]) == [(1, 2), (4, 5), (7, 9)]
