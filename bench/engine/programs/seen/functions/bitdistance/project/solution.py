def bit_distance(a: int, b: int) -> int:
    """Return the number of binary places in which a and b differ."""
    return bin(a | b).count("1")


def total_distance(nums: list[int]) -> int:
    """
    Return the sum of the bit distances of all pairs of the given non-negative
    numbers.

    >>> total_distance([4, 14, 2])
    6
    >>> total_distance([1, 2, 4])
    6
    >>> total_distance([9])
    0
    """
    total = 0
    for i in range(len(nums)):
        for j in range(i + 1, len(nums)):
            total += bit_distance(nums[i], nums[j])
    return total
