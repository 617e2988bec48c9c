"""Books and their numbers."""

from dataclasses import dataclass


def clean_isbn(text: str) -> str:
    """Return an ISBN-13 without hyphens and spaces; ValueError if its check digit is wrong."""
    digits = text.replace("-", "").replace(" ", "")
    if len(digits) != 13 or not digits.isdigit():
        raise ValueError(f"not an ISBN-13: {text!r}")
    if checksum(digits[:-1]) != int(digits[-1]):
        raise ValueError(f"the check digit of {text!r} is wrong")
    return digits


def checksum(digits: str) -> int:
    """Return the check digit for the first twelve digits of an ISBN-13."""
    total = 0
    for position, digit in enumerate(digits):
        weight = 3 if position % 2 == 1 else 1
        total += int(digit) * weight
    return -total % 10


@dataclass
class Book:
    """A title of which the library owns some copies."""

    isbn: str
    title: str
    author: str
    copies: int = 1

    def __post_init__(self) -> None:
        self.isbn = clean_isbn(self.isbn)
        if self.copies < 0:
            raise ValueError("copies must not be negative")

    @property
    def sort_key(self) -> tuple[str, str]:
        """Return what books are sorted by: the last name of the author, then the title."""
        last_name = self.author.split()[-1]
        return last_name.lower(), self.title.lower()
