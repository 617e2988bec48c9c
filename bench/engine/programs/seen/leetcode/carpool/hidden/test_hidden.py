import random
import pytest
from solution import Solution


def oracle(trips, cap):
    return all(sum(p for p, a, b in trips if a <= x < b) <= cap for x in range(0, 1001))


@pytest.mark.parametrize("trips,cap", [
    ([[2, 1, 5], [3, 5, 7]], 3), ([[3, 5, 7], [2, 1, 5]], 3), ([[1, 0, 1000]], 1), ([[2, 0, 1000]], 1),
    ([[7, 5, 6], [6, 7, 8], [10, 1, 6]], 16), ([[5, 4, 6], [5, 2, 4], [5, 6, 8]], 5),
    ([[9, 3, 4], [9, 1, 7], [4, 2, 4], [7, 4, 5]], 23),
])
def test_fixed(trips, cap):
    assert bool(Solution().carPooling([t[:] for t in trips], cap)) == oracle(trips, cap)


def test_random():
    rng = random.Random(29)

    def small(trips, cap):
        return all(sum(p for p, a, b in trips if a <= x < b) <= cap for x in range(0, 11))
    for _ in range(500):
        trips = []
        for _ in range(rng.randint(1, 6)):
            a = rng.randint(0, 9)
            trips.append([rng.randint(1, 5), a, rng.randint(a + 1, 10)])
        cap = rng.randint(1, 14)
        assert bool(Solution().carPooling([t[:] for t in trips], cap)) == small(trips, cap)
