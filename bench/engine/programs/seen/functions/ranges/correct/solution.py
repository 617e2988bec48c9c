from typing import List


def format_run(start: int, end: int) -> str:
    if end - start >= 2:
        return f"{start}-{end}"
    if end > start:
        return f"{start},{end}"
    return str(start)


def number_list(values: List[int]) -> str:
    """Write a list of non-negative integers as a compact string, in ascending order
    and each number once. Three or more consecutive numbers are written as
    "first-last"; all the others are written one by one, separated by commas.

    >>> number_list([1, 2, 3, 7])
    '1-3,7'
    >>> number_list([9, 4, 8, 4])
    '4,8,9'
    >>> number_list([])
    ''
    """
    parts = []
    numbers = sorted(set(values))
    i = 0
    while i < len(numbers):
        j = i
        while j + 1 < len(numbers) and numbers[j + 1] == numbers[j] + 1:
            j += 1
        parts.append(format_run(numbers[i], numbers[j]))
        i = j + 1
    return ",".join(parts)
