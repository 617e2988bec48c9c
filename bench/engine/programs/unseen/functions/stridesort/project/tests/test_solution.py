from solution import stride_sort


def test_no_offset():
    assert stride_sort([5, 4, 3, 2, 1], 2) == [1, 4, 3, 2, 5]
    assert stride_sort([9, 8, 7, 6], 1) == [6, 7, 8, 9]
    assert stride_sort([], 3) == []


def test_offset():
    assert stride_sort([4, 3, 2, 1], 2, 1) == [4, 1, 2, 3]
    assert stride_sort([5, 4, 3, 2, 1], 2, 2) == [5, 4, 1, 2, 3]
