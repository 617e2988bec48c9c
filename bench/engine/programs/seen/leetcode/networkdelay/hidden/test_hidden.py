import random

from solution import Solution


def oracle(times, n, k):
    inf = 10 ** 9
    d = [inf] * (n + 1)
    d[k] = 0
    for _ in range(n):
        for u, v, w in times:
            d[v] = min(d[v], d[u] + w)
    m = max(d[1:])
    return -1 if m >= inf else m


def test_random():
    rng = random.Random(16)
    for _ in range(500):
        n = rng.randint(1, 7)
        pairs = [(a, b) for a in range(1, n + 1) for b in range(1, n + 1) if a != b]
        times = [[a, b, rng.randint(0, 9)] for a, b in rng.sample(pairs, rng.randint(0, len(pairs)))]
        k = rng.randint(1, n)
        assert Solution().networkDelayTime(times, n, k) == oracle(times, n, k)
