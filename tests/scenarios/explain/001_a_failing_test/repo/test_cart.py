from cart import cheapest


def test_below():
    assert cheapest([1, 2, 3], 5) == [1, 2, 3]


def test_limit_is_included():
    assert cheapest([1, 2, 3], 2) == [1, 2]
