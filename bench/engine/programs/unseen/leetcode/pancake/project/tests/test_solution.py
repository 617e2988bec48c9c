from solution import Solution


def apply(arr, flips):
    arr = list(arr)
    for k in flips:
        arr[:k] = arr[:k][::-1]
    return arr


def test_example_one():
    flips = Solution().pancakeSort([3, 2, 4, 1])
    assert apply([3, 2, 4, 1], flips) == [1, 2, 3, 4]


def test_already_sorted():
    flips = Solution().pancakeSort([1, 2, 3])
    assert apply([1, 2, 3], flips) == [1, 2, 3]


def test_reversed():
    flips = Solution().pancakeSort([5, 4, 3, 2, 1])
    assert apply([5, 4, 3, 2, 1], flips) == [1, 2, 3, 4, 5]
