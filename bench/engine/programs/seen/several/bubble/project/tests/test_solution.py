from solution import bubble_sort


def test_sorted():
    assert bubble_sort([1, 2, 3]) == ([1, 2, 3], 1)


def test_three():
    assert bubble_sort([3, 1, 2]) == ([1, 2, 3], 2)


def test_reverse():
    assert bubble_sort([4, 3, 2, 1]) == ([1, 2, 3, 4], 4)


def test_list_stays():
    numbers = [5, 9, 7, 8]
    bubble_sort(numbers)
    assert numbers == [5, 9, 7, 8]


def test_empty():
    assert bubble_sort([]) == ([], 1)
