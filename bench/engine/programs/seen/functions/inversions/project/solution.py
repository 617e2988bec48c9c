def sort_and_count(items: list[int]) -> tuple[list[int], int]:
    """Return the sorted list and the number of inversions of the items."""
    if len(items) < 2:
        return items[:], 0
    middle = len(items) // 2
    left, a = sort_and_count(items[:middle])
    right, b = sort_and_count(items[middle:])
    merged = []
    count = a + b
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            count += len(left) - j
            j += 1
    return merged + left[i:] + right[j:], count


def count_inversions(items: list[int]) -> int:
    """
    Return the number of inversions of a list: pairs of positions i < j with
    items[i] > items[j].

    >>> count_inversions([1, 2, 3])
    0
    >>> count_inversions([2, 4, 1, 3, 5])
    3
    >>> count_inversions([3, 2, 1])
    3
    """
    return sort_and_count(items)[1]
