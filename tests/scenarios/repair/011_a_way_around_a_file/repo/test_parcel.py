from parcel import price


def test_first_zone():
    assert price(1, 2) == 600


def test_second_zone():
    assert price(2, 1) == 450


def test_last_zone():
    assert price(3, 3) == 2100
