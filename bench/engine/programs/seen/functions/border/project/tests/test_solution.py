from solution import border_sum


def test_border_sum():
    assert border_sum([[1, 2, 3], [4, 5, 6], [7, 8, 9]]) == 40
    assert border_sum([[1, 2], [3, 4]]) == 10
    assert border_sum([]) == 0
    assert border_sum([[7]]) == 7
    assert border_sum([[1, 1, 1, 1], [1, 9, 9, 1], [1, 1, 1, 1]]) == 10
