from solution import egyptian


def test_unit():
    assert egyptian(1, 2) == [2]
    assert egyptian(1, 7) == [7]


def test_examples():
    assert egyptian(2, 3) == [2, 6]
    assert egyptian(3, 4) == [2, 4]
    assert egyptian(4, 13) == [4, 18, 468]
