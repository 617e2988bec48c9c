import random

from solution import within_limits


def test_equal():
    assert within_limits([3, 3, 3], [3, 2, 4]) == [3, 0, 3]


def test_floats():
    assert within_limits([0.5, -1.5, 2.25], [0.5, -2.0, 2.25]) == [2, 0, 3]


def test_input_kept():
    data = [3, 1, 2]
    within_limits(data, [2])
    assert data == [3, 1, 2]


def test_random():
    rng = random.Random(3)
    for _ in range(300):
        a = [rng.randint(-5, 5) for _ in range(rng.randint(0, 12))]
        b = [rng.randint(-6, 6) for _ in range(rng.randint(0, 6))]
        assert within_limits(a, b) == [sum(x <= y for x in a) for y in b]
