from solution import longest_arithmetic


def test_short():
    assert longest_arithmetic([]) == 0
    assert longest_arithmetic([5]) == 1
    assert longest_arithmetic([5, 9]) == 2


def test_examples():
    assert longest_arithmetic([10, 7, 4, 6, 8, 10, 11]) == 4
    assert longest_arithmetic([1, 2, 3, 4]) == 4
    assert longest_arithmetic([1, 2, 4, 7, 11]) == 2
    assert longest_arithmetic([3, 3, 3, 1]) == 3
