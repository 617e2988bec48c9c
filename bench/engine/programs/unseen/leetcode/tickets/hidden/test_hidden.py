import random
from functools import lru_cache
from solution import Solution


def oracle(days, costs):
    @lru_cache(None)
    def go(i):
        if i >= len(days):
            return 0
        best = None
        for c, span in zip(costs, (1, 7, 30)):
            j = i
            while j < len(days) and days[j] < days[i] + span:
                j += 1
            v = c + go(j)
            best = v if best is None else min(best, v)
        return best

    return go(0)


def test_examples():
    s = Solution()
    assert s.mincostTickets([1, 4, 6, 7, 8, 20], [2, 7, 15]) == 11
    assert s.mincostTickets([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 31], [2, 7, 15]) == 17


def test_edges():
    s = Solution()
    assert s.mincostTickets([365], [5, 3, 9]) == 3
    assert s.mincostTickets([1, 31], [10, 10, 4]) == 8
    assert s.mincostTickets([1, 30], [10, 10, 4]) == 4
    assert s.mincostTickets([1, 8], [10, 4, 9]) == 8
    assert s.mincostTickets([1, 7], [10, 4, 9]) == 4
    assert s.mincostTickets([5, 100, 200], [2, 7, 15]) == 6


def test_random():
    rng = random.Random(17)
    for _ in range(400):
        top = rng.choice([10, 40, 100, 365])
        days = sorted(rng.sample(range(1, top + 1), rng.randint(1, min(top, 40))))
        costs = [rng.randint(1, 10), rng.randint(3, 30), rng.randint(5, 60)]
        assert Solution().mincostTickets(days[:], costs[:]) == oracle(tuple(days), tuple(costs))
