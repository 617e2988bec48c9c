def kaprekar_steps(n: int) -> int:
    """Return how many steps of Kaprekar's routine take n to 6174.

    n (1 to 9999) is regarded as a four-digit number, with leading zeros where
    needed. One step sorts the four digits in descending and in ascending
    order and subtracts the second number from the first. If the constant is
    never reached (all four digits are equal) the answer is -1.

    >>> kaprekar_steps(3524)
    3
    >>> kaprekar_steps(6174)
    0
    >>> kaprekar_steps(1111)
    -1
    """
    for steps in range(8):
        if n == 6174:
            return steps
        ascending = sorted(str(n))
        low = int("".join(ascending))
        high = int("".join(reversed(ascending)))
        n = high - low
    return -1
