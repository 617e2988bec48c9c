def divisor_sum(n: int) -> int:
    """Sum of the divisors of n that are smaller than n."""
    if n == 1:
        return 0
    total = 1
    d = 2
    while d * d <= n:
        if n % d == 0:
            total += d
            if d != n // d:
                total += n // d
        d += 1
    return total


def classify(n: int) -> str:
    """Call a positive integer 'perfect', 'abundant' or 'deficient' when the
    sum of its divisors smaller than itself is equal to, greater than or
    less than the number.

    >>> classify(28)
    'perfect'
    >>> classify(12)
    'abundant'
    >>> classify(7)
    'deficient'
    >>> classify(1)
    'deficient'
    """
    s = divisor_sum(n)
    if s == n:
        return "perfect"
    return "abundant" if s > n else "deficient"
