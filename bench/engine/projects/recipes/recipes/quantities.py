"""Numbers as cooks write them: 2, 1/2, 1 1/2, 0.25, ½."""

from __future__ import annotations

from fractions import Fraction

GLYPHS = {"¼": "1/4", "½": "1/2", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}


def parse_number(text: str) -> Fraction:
    """Read a number; ValueError if it is none, or negative."""
    for glyph, spelled in GLYPHS.items():
        text = text.replace(glyph, " " + spelled)
    words = text.split()
    if not 1 <= len(words) <= 2:
        raise ValueError(f"not a quantity: {text!r}")
    total = Fraction(0)
    for word in words:
        try:
            part = Fraction(word)
        except ZeroDivisionError:
            raise ValueError(f"not a quantity: {text!r}") from None
        if part < 0:
            raise ValueError("a quantity cannot be negative")
        total += part
    return total


def format_number(number: Fraction) -> str:
    """Write a number as a mixed fraction, or with two decimals if no cook would read it."""
    whole, rest = divmod(number, 1)
    if rest == 0:
        return str(whole)
    if rest.denominator > 8:
        return f"{float(number):.2f}".rstrip("0").rstrip(".")
    if whole == 0:
        return str(rest)
    return f"{whole} {rest}"
