def is_isbn10(text: str) -> bool:
    """Tell whether a text is a valid ISBN-10.

    Apart from hyphens, which are ignored, it consists of ten digits, the last
    of which (only) may also be an X, standing for 10. The digits multiplied by
    10, 9, 8, ..., 1 must add up to a multiple of 11.

    >>> is_isbn10("0-306-40615-2")
    True
    >>> is_isbn10("080442957X")
    True
    >>> is_isbn10("0306406153")
    False
    """
    code = text.replace("-", "")
    if len(code) != 10:
        return False
    total = 0
    for i, ch in enumerate(code):
        if ch == "X":
            value = 10
        elif ch in "0123456789":
            value = int(ch)
        else:
            return False
        total += (10 - i) * value
    return total % 11 == 0
