def trailing_zeros(n: int) -> int:
    """
    Count the zeros at the end of n! (n >= 0), without computing n!.

    >>> trailing_zeros(5)
    1
    >>> trailing_zeros(10)
    2
    >>> trailing_zeros(4)
    0
    """
    zeros = 0
    power = 5
    while power <= n:
        zeros += n // power
        power *= 10
    return zeros
