from solution import sum_of_multiples


def test_one_factor():
    assert sum_of_multiples(7, [3]) == 9
    assert sum_of_multiples(3, [5]) == 0


def test_two_factors():
    assert sum_of_multiples(10, [3, 5]) == 23
    assert sum_of_multiples(10, [2, 4]) == 20
    assert sum_of_multiples(5, [2, 0]) == 6


def test_no_factors():
    assert sum_of_multiples(100, []) == 0
