from solution import split_bill


def test_no_tip():
    assert split_bill(1000, 3) == [334, 333, 333]


def test_even_with_tip():
    assert split_bill(1000, 4, 10) == [275, 275, 275, 275]


def test_tip_rounded_down():
    assert split_bill(999, 2, 20) == [599, 599]


def test_one_cent_left():
    assert split_bill(1001, 4, 10) == [276, 275, 275, 275]
