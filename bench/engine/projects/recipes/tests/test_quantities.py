from fractions import Fraction

import pytest

from recipes import UnitError, convert, format_number, normalize, parse_number


@pytest.mark.parametrize(
    "text, number",
    [
        ("2", 2),
        ("1/2", Fraction(1, 2)),
        ("1 1/2", Fraction(3, 2)),
        ("0.25", Fraction(1, 4)),
        ("½", Fraction(1, 2)),
        ("2¼", Fraction(9, 4)),
        ("1 ⅔", Fraction(5, 3)),
    ],
)
def test_parse_number(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["", "some", "1 1 1", "-2", "1/0"])
def test_parse_number_fails(text):
    with pytest.raises(ValueError):
        parse_number(text)


def test_format_number():
    assert format_number(Fraction(3)) == "3"
    assert format_number(Fraction(1, 2)) == "1/2"
    assert format_number(Fraction(7, 4)) == "1 3/4"
    assert format_number(Fraction(11, 8)) == "1 3/8"
    assert format_number(Fraction(12, 10) + 1) == "2 1/5"
    assert format_number(Fraction(11, 10)) == "1.1"


def test_normalize():
    assert normalize("g") == "g"
    assert normalize("Cups") == "cup"
    assert normalize("tbsp.") == "tbsp"
    assert normalize("Teaspoons") == "tsp"
    assert normalize("eggs") is None


def test_convert():
    assert convert(Fraction(2), "kg", "g") == 2000
    assert convert(Fraction(3), "tsp", "tbsp") == 1
    assert convert(Fraction(120), "ml", "cup") == Fraction(1, 2)
    with pytest.raises(UnitError):
        convert(Fraction(1), "g", "ml")
    with pytest.raises(UnitError):
        convert(Fraction(1), "g", "stone")
