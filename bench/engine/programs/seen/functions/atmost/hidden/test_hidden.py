import random

from solution import count_at_most, count_within


def test_known():
    assert count_at_most([], []) == []
    assert count_at_most([2, 2, 2], [1, 2, 3]) == [0, 3, 3]
    assert count_at_most([-5, 0, 5], [-5, 0, 5, -6]) == [1, 2, 3, 0]
    assert count_within([2, 2, 2], 2, 2) == 3
    assert count_within([2, 2, 2], 3, 9) == 0


def test_random():
    rng = random.Random(27)
    for _ in range(400):
        values = [rng.randint(-5, 5) for _ in range(rng.randrange(10))]
        limits = [rng.randint(-7, 7) for _ in range(rng.randrange(5))]
        assert count_at_most(values, limits) == [sum(v <= x for v in values) for x in limits]
        low = rng.randint(-6, 6)
        high = low + rng.randrange(6)
        assert count_within(values, low, high) == sum(low <= v <= high for v in values)
