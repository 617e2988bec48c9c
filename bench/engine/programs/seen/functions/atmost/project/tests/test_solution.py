from solution import count_at_most, count_within


def test_count_at_most():
    assert count_at_most([5, 1, 3], [2, 5]) == [1, 3]
    assert count_at_most([4, 4, 8], [4, 0]) == [2, 0]
    assert count_at_most([], [7]) == [0]
    assert count_at_most([1, 2], []) == []


def test_count_within():
    assert count_within([5, 1, 3, 9], 2, 6) == 2
    assert count_within([5, 1, 3, 9], 1, 3) == 2
    assert count_within([], 0, 1) == 0
