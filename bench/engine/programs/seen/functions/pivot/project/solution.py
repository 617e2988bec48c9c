def pivot_index(nums: list[int]) -> int:
    """Return the leftmost index at which the numbers to its left add up to
    the same sum as the numbers to its right, or -1 if there is none.
    The number at the index itself belongs to neither side.

    >>> pivot_index([1, 7, 3, 6, 5, 6])
    3
    >>> pivot_index([2, 1, -1])
    0
    >>> pivot_index([1, 2, 3])
    -1
    """
    total = sum(nums)
    left = 0
    for i, value in enumerate(nums):
        right = total - left - value
        if i > 0 and left == right:
            return i
        left += value
    return -1
