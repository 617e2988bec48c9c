import random
from itertools import combinations, permutations, product

import pytest

from solution import Solution


def brute(coins, amount):
    seen, frontier, steps = {0}, {0}, 0
    while frontier:
        if amount in seen:
            return steps
        steps += 1
        frontier = {x + c for x in frontier for c in coins if x + c <= amount} - seen
        seen |= frontier
    return -1


def test_random():
    rng = random.Random(6)
    for _ in range(400):
        coins = rng.sample(range(1, 20), rng.randint(1, 4))
        amount = rng.randint(0, 50)
        assert Solution().coinChange(coins[:], amount) == brute(coins, amount)


def test_fixed():
    assert Solution().coinChange([1], 7) == 7
    assert Solution().coinChange([5, 10], 3) == -1
    assert Solution().coinChange([186, 419, 83, 408], 6249) == 20
