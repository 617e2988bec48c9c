def convergents(terms: list[int]) -> list[tuple[int, int]]:
    """Return the convergents of the continued fraction with the given terms.

    Every convergent is a pair (numerator, denominator) in lowest terms; there
    is one for each prefix of terms. All terms but the first are positive.

    >>> convergents([3, 7, 15])
    [(3, 1), (22, 7), (333, 106)]
    >>> convergents([1, 2, 2])
    [(1, 1), (3, 2), (7, 5)]
    >>> convergents([])
    []
    """
    num_before, num = 0, 1
    den_before, den = 1, 0
    result = []
    for term in terms:
        num_before, num = num, term * num + num_before
        den_before, den = den, term * den + num_before
        result.append((num, den))
    return result
