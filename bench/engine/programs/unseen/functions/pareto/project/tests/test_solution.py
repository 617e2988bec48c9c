from solution import best_choices


def test_best_choices():
    assert best_choices([]) == []
    assert best_choices([(10, 5), (12, 4), (8, 3)]) == [(10, 5), (8, 3)]
    assert best_choices([(1, 1), (2, 2), (3, 3)]) == [(1, 1), (2, 2), (3, 3)]
    assert best_choices([(10, 5), (10, 7)]) == [(10, 7)]
    assert best_choices([(9, 5), (8, 5)]) == [(8, 5)]
    assert best_choices([(1, 1), (1, 1)]) == [(1, 1), (1, 1)]
