from solution import convergents


def test_convergents():
    assert convergents([]) == []
    assert convergents([5]) == [(5, 1)]
    assert convergents([3, 7, 15]) == [(3, 1), (22, 7), (333, 106)]
    assert convergents([1, 2, 2]) == [(1, 1), (3, 2), (7, 5)]
    assert convergents([0, 2]) == [(0, 1), (1, 2)]
