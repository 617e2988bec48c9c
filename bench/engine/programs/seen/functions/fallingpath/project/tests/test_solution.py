from solution import cheapest_fall


def test_cheapest_fall():
    assert cheapest_fall([[2, 1, 3], [6, 5, 4], [7, 8, 9]]) == 13
    assert cheapest_fall([[1, 9], [9, 1]]) == 2
    assert cheapest_fall([[4, 2, 8]]) == 2
    assert cheapest_fall([[5], [6], [7]]) == 18
    assert cheapest_fall([[1, 5, 9, 9], [9, 9, 9, 1]]) == 10
