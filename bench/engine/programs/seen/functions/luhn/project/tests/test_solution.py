from solution import luhn_check_digit


def test_account_number():
    assert luhn_check_digit([7, 9, 9, 2, 7, 3, 9, 8, 7, 1]) == 3


def test_one():
    assert luhn_check_digit([1]) == 8


def test_five():
    assert luhn_check_digit([5]) == 9


def test_zeros():
    assert luhn_check_digit([0, 0]) == 0
