from solution import diamond


def test_one():
    assert diamond(1) == ["*"]


def test_three():
    assert diamond(3) == [" *", "***", " *"]


def test_five():
    assert diamond(5) == ["  *", " ***", "*****", " ***", "  *"]


def test_even():
    assert diamond(2) == diamond(3)
