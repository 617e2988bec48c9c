def luhn_check_digit(digits: list[int]) -> int:
    """Return the Luhn check digit that has to be appended to `digits`.

    Going from right to left, every second digit (beginning with the
    rightmost one) is doubled; 9 is subtracted from doubled values above 9.
    The check digit brings the sum up to the next multiple of ten.

    >>> luhn_check_digit([7, 9, 9, 2, 7, 3, 9, 8, 7, 1])
    3
    >>> luhn_check_digit([1])
    8
    >>> luhn_check_digit([5])
    9
    >>> luhn_check_digit([0, 0])
    0
    """
    total = 0
    for i, d in enumerate(reversed(digits)):
        if i % 2 == 0:
            d *= 2
            if d > 9:
                d -= 10
        total += d
    return -total % 10
