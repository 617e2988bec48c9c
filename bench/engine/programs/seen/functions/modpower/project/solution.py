def mod_power(base: int, exponent: int, modulus: int) -> int:
    """
    Return the remainder of base ** exponent divided by modulus, by repeated
    squaring. The exponent is not negative, the modulus is positive; anything
    to the power 0 is 1.

    >>> mod_power(2, 10, 1000)
    24
    >>> mod_power(3, 4, 7)
    4
    >>> mod_power(5, 0, 1)
    0
    """
    result = 1 % modulus
    base %= modulus
    while exponent > 0:
        if exponent % 2 == 1:
            result = result * base % modulus
        base = base * result % modulus
        exponent //= 2
    return result
