def longest_arithmetic(nums: list[int]) -> int:
    """
    Return the length of the longest stretch of neighbouring numbers in which
    the difference between one number and the next is always the same. A single
    number is a stretch of length 1, any two neighbours one of length 2.

    >>> longest_arithmetic([10, 7, 4, 6, 8, 10, 11])
    4
    >>> longest_arithmetic([1, 2, 3, 4])
    4
    >>> longest_arithmetic([5])
    1
    """
    if len(nums) < 3:
        return len(nums)
    best = current = 2
    for i in range(2, len(nums)):
        if nums[i] - nums[i - 1] == nums[i - 1] - nums[i - 2]:
            current += 1
        else:
            current = 2
        best = max(best, current)
    return best
