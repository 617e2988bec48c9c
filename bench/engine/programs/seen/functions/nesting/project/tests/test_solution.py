from solution import weighted_sum


def test_flat():
    assert weighted_sum([1, 2, 3]) == 6


def test_one_nested():
    assert weighted_sum([4, [5], 6]) == 20


def test_deep():
    assert weighted_sum([1, [2, [3, []]]]) == 14


def test_empty():
    assert weighted_sum([]) == 0
