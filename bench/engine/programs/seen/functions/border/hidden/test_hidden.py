import random

from solution import border_sum


def test_examples():
    assert border_sum([[1, 2, 3], [4, 5, 6], [7, 8, 9]]) == 40
    assert border_sum([[1, 2], [3, 4]]) == 10
    assert border_sum([]) == 0


def test_thin():
    assert border_sum([[5]]) == 5
    assert border_sum([[1, 2, 3, 4]]) == 10
    assert border_sum([[1], [2], [3], [4]]) == 10
    assert border_sum([[1, 2], [3, 4], [5, 6]]) == 21
    assert border_sum([[1, 2, 3], [4, 5, 6]]) == 21


def test_random():
    rng = random.Random(8)
    for _ in range(300):
        h, w = rng.randint(1, 7), rng.randint(1, 7)
        m = [[rng.randint(-20, 20) for _ in range(w)] for _ in range(h)]
        inner = sum(m[r][c] for r in range(1, h - 1) for c in range(1, w - 1))
        assert border_sum(m) == sum(map(sum, m)) - inner
