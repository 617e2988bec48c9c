def digit_product(n: int) -> int:
    product = 1
    while n > 0:
        n, digit = divmod(n, 10)
        product *= digit
    return product


def persistence(n: int) -> int:
    """How many times must the digits of n be multiplied together
    until a single digit is left?  n is a positive integer.

    >>> persistence(39)     # 39 -> 27 -> 14 -> 4
    3
    >>> persistence(4)
    0
    >>> persistence(10)     # 10 -> 0
    1
    """
    steps = 0
    while n > 10:
        n = digit_product(n)
        steps += 1
    return steps
