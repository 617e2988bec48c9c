from solution import is_isbn10


def test_valid():
    assert is_isbn10("0-306-40615-2") is True
    assert is_isbn10("080442957X") is True


def test_wrong_check_digit():
    assert is_isbn10("0306406153") is False
    assert is_isbn10("0804429570") is False


def test_malformed():
    assert is_isbn10("") is False
    assert is_isbn10("03064O6152") is False
    assert is_isbn10("0804X29577") is False
