from solution import longest_palindrome


def test_even():
    assert longest_palindrome("xabbay") == "abba"


def test_long():
    assert longest_palindrome("forgeeksskeegfor") == "geeksskeeg"


def test_none():
    assert longest_palindrome("abc") == "a"


def test_empty():
    assert longest_palindrome("") == ""
