import random

from solution import max_drawdown


def oracle(prices):
    best = 0
    for i in range(len(prices)):
        for j in range(i + 1, len(prices)):
            best = max(best, prices[i] - prices[j])
    return best


def test_known():
    assert max_drawdown([]) == 0
    assert max_drawdown([5, 5, 5]) == 0
    assert max_drawdown([9, 7, 4, 1]) == 8
    assert max_drawdown([9, 8, 9, 7, 9, 2]) == 7
    assert max_drawdown([2, 1, 10, 9, 8]) == 2
    assert max_drawdown([10, 1, 20, 12]) == 9


def test_random():
    rng = random.Random(23)
    for _ in range(500):
        prices = [rng.randint(0, 30) for _ in range(rng.randrange(12))]
        assert max_drawdown(prices) == oracle(prices)
