import random

from solution import count_inversions


def oracle(items):
    return sum(items[i] > items[j] for i in range(len(items)) for j in range(i + 1, len(items)))


def test_known():
    assert count_inversions([]) == 0
    assert count_inversions([9]) == 0
    assert count_inversions([2, 1]) == 1
    assert count_inversions([1, 1]) == 0
    assert count_inversions([3, 3, 1]) == 2
    assert count_inversions([1, 3, 2, 3, 1]) == 4
    assert count_inversions(list(range(50, 0, -1))) == 1225


def test_random():
    rng = random.Random(12)
    for _ in range(300):
        items = [rng.randint(-6, 6) for _ in range(rng.randrange(14))]
        assert count_inversions(items) == oracle(items)
    for _ in range(10):
        items = [rng.randint(0, 1000) for _ in range(60)]
        assert count_inversions(items) == oracle(items)
