from solution import score


def test_gutter():
    assert score([0] * 20) == 0


def test_all_ones():
    assert score([1] * 20) == 20


def test_spare():
    assert score([5, 5, 3] + [0] * 17) == 16


def test_spare_again():
    assert score([6, 4, 5, 2] + [0] * 16) == 22


def test_strike():
    assert score([10, 3, 4] + [0] * 16) == 24


def test_perfect():
    assert score([10] * 12) == 300
