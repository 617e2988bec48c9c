from solution import trailing_zeros


def test_trailing_zeros():
    assert trailing_zeros(0) == 0
    assert trailing_zeros(4) == 0
    assert trailing_zeros(5) == 1
    assert trailing_zeros(10) == 2
    assert trailing_zeros(24) == 4
    assert trailing_zeros(30) == 7
