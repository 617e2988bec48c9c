from solution import pascal_column


def test_first_column():
    assert pascal_column(5, 0) == [1, 1, 1, 1, 1]


def test_third_column():
    assert pascal_column(5, 2) == [1, 3, 6]


def test_column_beyond():
    assert pascal_column(2, 4) == []
