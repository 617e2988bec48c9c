from solution import lay_out


def test_no_turning():
    assert lay_out([]) == []
    assert lay_out([(6, 1)]) == [(6, 1)]
    assert lay_out([(1, 2), (2, 3)]) == [(1, 2), (2, 3)]


def test_turning():
    assert lay_out([(1, 2), (5, 2), (5, 6)]) == [(1, 2), (2, 5), (5, 6)]


def test_stop():
    assert lay_out([(1, 2), (3, 4), (2, 2)]) == [(1, 2)]
