"""Roman numerals, both ways, and a small calendar of years."""

import re

NUMERALS = [
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"),
    (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
]
VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
WELL_FORMED = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")


class RomanError(ValueError):
    """A number or a numeral that cannot be converted."""


def to_roman(number):
    """Return the numeral of a number from 1 to 3999."""
    if not 1 <= number <= 3999:
        raise RomanError("out of range: %r" % number)
    parts = []
    for value, numeral in NUMERALS:
        count, number = divmod(number, value)
        parts.append(numeral * count)
    return "".join(parts)


def from_roman(text):
    """Return the number of a numeral; case and outer blanks do not matter."""
    numeral = text.strip().upper()
    if not numeral or not WELL_FORMED.fullmatch(numeral):
        raise RomanError("not a numeral: %r" % text)
    total = 0
    previous = 0
    for letter in reversed(numeral):
        value = VALUES[letter]
        if value < previous:
            total -= value
        else:
            total += value
        previous = value
    return total


def is_roman(text):
    """Whether the text is a well-formed numeral."""
    try:
        from_roman(text)
    except RomanError:
        return False
    return True


def add(*numerals):
    """Add numerals."""
    return to_roman(sum(from_roman(numeral) for numeral in numerals))


def find_years(text, earliest=1000, latest=2100):
    """Return the numerals in a text that are plausible years, in order, each once."""
    years = []
    for word in re.findall(r"[A-Za-z]+", text):
        if word.isupper() and is_roman(word):
            year = from_roman(word)
            if earliest <= year <= latest and year not in years:
                years.append(year)
    return years


def century(year):
    """Return the numeral of the century of a year; 1900 belongs to XIX."""
    return to_roman((year + 99) // 100)
