def zeckendorf(n: int) -> list[int]:
    """
    Return the Zeckendorf representation of n (n >= 0): the unique list of
    distinct, non-consecutive Fibonacci numbers (out of 1, 2, 3, 5, 8, ...)
    with the sum n, largest first. For 0 the list is empty.

    >>> zeckendorf(10)
    [8, 2]
    >>> zeckendorf(21)
    [21]
    >>> zeckendorf(100)
    [89, 8, 3]
    """
    fibs = [1, 2]
    while fibs[-1] + fibs[-2] <= n:
        fibs.append(fibs[-1] + fibs[-2])
    parts = []
    for f in reversed(fibs):
        if f <= n:
            parts.append(f)
            n -= f
    return parts
