import random
from solution import Solution


def oracle(target, start, stations):
    n = len(stations)
    best = [start] + [-1] * n
    for pos, gas in stations:
        for j in range(n - 1, -1, -1):
            if best[j] >= pos:
                best[j + 1] = max(best[j + 1], best[j] + gas)
    for j, b in enumerate(best):
        if b >= target:
            return j
    return -1


def test_examples():
    s = Solution()
    assert s.minRefuelStops(1, 1, []) == 0
    assert s.minRefuelStops(100, 1, [[10, 100]]) == -1
    assert s.minRefuelStops(100, 10, [[10, 60], [20, 30], [30, 30], [60, 40]]) == 2


def test_exact_arrivals():
    s = Solution()
    assert s.minRefuelStops(30, 10, [[10, 10], [20, 10]]) == 2
    assert s.minRefuelStops(10, 5, [[5, 5]]) == 1
    assert s.minRefuelStops(11, 5, [[5, 5]]) == -1
    assert s.minRefuelStops(5, 4, []) == -1


def test_prefers_largest():
    s = Solution()
    assert s.minRefuelStops(50, 20, [[5, 5], [10, 30], [15, 5]]) == 1


def test_random():
    rng = random.Random(1)
    for _ in range(600):
        target = rng.randint(5, 60)
        k = rng.randint(0, min(6, target - 1))
        pos = sorted(rng.sample(range(1, target), k))
        st = [[p, rng.randint(1, 15)] for p in pos]
        start = rng.randint(1, 25)
        assert Solution().minRefuelStops(target, start, [x[:] for x in st]) == oracle(target, start, st)
