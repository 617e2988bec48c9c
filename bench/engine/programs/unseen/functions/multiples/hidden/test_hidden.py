import random

from solution import sum_of_multiples


def oracle(limit, factors):
    return sum(n for n in range(1, limit) if any(f and n % f == 0 for f in factors))


def test_zero_factor():
    assert sum_of_multiples(10, [0]) == 0
    assert sum_of_multiples(4, [0, 3]) == 3
    assert sum_of_multiples(10, [3, 0, 5, 0]) == 23


def test_limits():
    assert sum_of_multiples(0, [1]) == 0
    assert sum_of_multiples(1, [1]) == 0
    assert sum_of_multiples(2, [1]) == 1
    assert sum_of_multiples(10000, [43, 47]) == 2203160


def test_random():
    rng = random.Random(2)
    for _ in range(300):
        limit = rng.randint(0, 60)
        factors = [rng.randint(0, 12) for _ in range(rng.randint(0, 4))]
        assert sum_of_multiples(limit, list(factors)) == oracle(limit, factors)
