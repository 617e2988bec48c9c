from solution import reverse_letters


def test_hyphen():
    assert reverse_letters("ab-cd") == "dc-ba"


def test_digits_between():
    assert reverse_letters("a1b2c!") == "c1b2a!"


def test_no_letters():
    assert reverse_letters("2024") == "2024"
