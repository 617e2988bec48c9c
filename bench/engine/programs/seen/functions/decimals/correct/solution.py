def compare_decimals(a: str, b: str) -> int:
    """Compare two non-negative decimal numbers written as text, exactly.

    A number is a whole part (without leading zeros, but "0" is allowed),
    which may be followed by a point and decimals. Return -1, 0 or 1 if a
    is smaller than, equal to or greater than b.

    >>> compare_decimals("3.5", "3.25")
    1
    >>> compare_decimals("12", "9.9")
    1
    >>> compare_decimals("1.50", "1.5")
    0
    >>> compare_decimals("0.1", "0.2")
    -1
    """
    whole_a, _, frac_a = a.partition(".")
    whole_b, _, frac_b = b.partition(".")
    whole_width = max(len(whole_a), len(whole_b))
    frac_width = max(len(frac_a), len(frac_b))
    key_a = whole_a.zfill(whole_width) + frac_a.ljust(frac_width, "0")
    key_b = whole_b.zfill(whole_width) + frac_b.ljust(frac_width, "0")
    if key_a == key_b:
        return 0
    return -1 if key_a < key_b else 1
