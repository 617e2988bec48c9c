def sum_of_multiples(limit: int, factors: list[int]) -> int:
    """Add up the positive numbers below limit that are multiples of a factor.

    A number that is a multiple of several factors counts once. Factors are
    not negative; a factor 0 has no positive multiples.

    >>> sum_of_multiples(10, [3, 5])
    23
    >>> sum_of_multiples(10, [2, 4])
    20
    >>> sum_of_multiples(5, [2, 0])
    6
    """
    found: set[int] = set()
    for factor in factors:
        if factor == 0:
            continue
        found.update(range(factor, limit, factor))
    return sum(found)
