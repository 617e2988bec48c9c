from solution import sort_by_bits


def test_sort_by_bits():
    assert sort_by_bits([3, 8, 7, 1]) == [1, 8, 3, 7]
    assert sort_by_bits([5, 2, 0]) == [0, 2, 5]
    assert sort_by_bits([]) == []
    assert sort_by_bits([6, 6, 1]) == [1, 6, 6]
    assert sort_by_bits([15, 64, 9, 32]) == [32, 64, 9, 15]
