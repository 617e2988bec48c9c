"""Canonical forms, by which entries are compared."""


def email(text):
    """An address without white space around it, in lower case.

    ValueError unless there is exactly one @ with something on both sides.
    """
    address = text.strip().lower()
    user, at, host = address.partition("@")
    if not user or not host or "@" in host:
        raise ValueError(f"bad address: {text!r}")
    return address


def phone(text, country="49"):
    """A phone number in international form: "+" and digits only.

    Everything but digits is dropped. A number that begins with "+" or "00" is
    international already; one that begins with a single "0" is a national
    number, where the country code takes the place of the 0; to any other
    number the country code is prefixed. ValueError for less than 5 digits.
    """
    digits = "".join(char for char in text if char in "0123456789")
    if len(digits) < 5:
        raise ValueError(f"bad phone number: {text!r}")
    if text.strip().startswith("+"):
        return "+" + digits
    if digits.startswith("00"):
        return "+" + digits[2:]
    if digits.startswith("0"):
        return "+" + country + digits[1:]
    return "+" + country + digits


def name(text):
    """A name to compare by: single spaces, no difference of case, and
    "Last, First" turned into "first last"."""
    last, comma, first = text.partition(",")
    if comma and first.strip():
        text = f"{first} {last}"
    return " ".join(text.casefold().split())
