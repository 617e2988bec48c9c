def prime_factors(n: int) -> dict[int, int]:
    """
    Return the prime factorisation of n (n >= 1) as a dictionary that maps
    each prime factor to its exponent. The number 1 has no prime factors.

    >>> prime_factors(36)
    {2: 2, 3: 2}
    >>> prime_factors(28)
    {2: 2, 7: 1}
    >>> prime_factors(1)
    {}
    """
    factors: dict[int, int] = {}
    divisor = 2
    while divisor * divisor <= n:
        while n % divisor == 0:
            factors[divisor] = factors.get(divisor, 0) + 1
            n //= divisor
        divisor += 1
    return factors
