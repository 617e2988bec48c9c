from cart import high


def test_high():
    assert high([1, 2, 3], 1) == [2, 3]
