import random
from solution import second_largest


def test_random():
    rng = random.Random(23)
    for _ in range(500):
        v = [rng.randint(-4, 4) for _ in range(rng.randint(0, 8))]
        d = sorted(set(v))
        want = d[-2] if len(d) > 1 else None
        assert second_largest(v) == want, v


def test_all_equal():
    assert second_largest([4, 4]) is None
    assert second_largest([0, 0, 0]) is None


def test_negative():
    assert second_largest([-5, -2, -9]) == -5
    assert second_largest([0, -1]) == -1
    assert second_largest([-1, 0]) == -1


def test_repeated_top():
    assert second_largest([5, 8, 8]) == 5
    assert second_largest([8, 5, 8, 6, 8]) == 6
