from solution import multiply


def test_by_monomial():
    assert multiply({1: 1, 0: 2}, {1: 3}) == {2: 3, 1: 6}


def test_difference_of_squares():
    assert multiply({1: 1, 0: 1}, {1: 1, 0: -1}) == {2: 1, 0: -1}


def test_by_zero():
    assert multiply({4: 2}, {}) == {}
