from solution import count_inversions


def test_sorted():
    assert count_inversions([]) == 0
    assert count_inversions([1, 2, 3]) == 0
    assert count_inversions([4, 4, 4]) == 0


def test_unsorted():
    assert count_inversions([2, 1]) == 1
    assert count_inversions([3, 2, 1]) == 3
    assert count_inversions([2, 4, 1, 3, 5]) == 3
    assert count_inversions([5, 4, 3, 2, 1]) == 10
