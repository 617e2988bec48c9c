from solution import bit_distance, total_distance


def test_bit_distance():
    assert bit_distance(1, 4) == 2
    assert bit_distance(0, 7) == 3
    assert bit_distance(5, 5) == 0


def test_total_distance():
    assert total_distance([4, 14, 2]) == 6
    assert total_distance([1, 2, 4]) == 6
    assert total_distance([9]) == 0
    assert total_distance([]) == 0
