from solution import compare_decimals


def test_fraction():
    assert compare_decimals("3.5", "3.25") == 1


def test_whole():
    assert compare_decimals("12", "9.9") == 1


def test_equal():
    assert compare_decimals("1.50", "1.5") == 0


def test_smaller():
    assert compare_decimals("0.1", "0.2") == -1
