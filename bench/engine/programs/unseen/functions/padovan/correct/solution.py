def padovan(n: int) -> int:
    """Return the n-th number of the Padovan sequence (n >= 0).

    The numbers 0, 1 and 2 of the sequence are all 1; every later number is
    the sum of the numbers two and three places before it.

    >>> padovan(2)
    1
    >>> padovan(5)
    3
    >>> padovan(10)
    12
    """
    terms = [1, 1, 1]
    while len(terms) <= n:
        terms.append(terms[-2] + terms[-3])
    return terms[n]
