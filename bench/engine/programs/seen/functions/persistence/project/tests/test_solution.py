from solution import persistence


def test_three_steps():
    assert persistence(39) == 3


def test_single_digit():
    assert persistence(4) == 0


def test_ten():
    assert persistence(10) == 1


def test_long():
    assert persistence(999) == 4
