import random

from solution import Solution


def oracle(n, flights, src, dst, k):
    best = [10 ** 9]

    def go(u, cost, left):
        if u == dst:
            best[0] = min(best[0], cost)
            return
        if left:
            for a, b, w in flights:
                if a == u:
                    go(b, cost + w, left - 1)
    go(src, 0, k + 1)
    return -1 if best[0] == 10 ** 9 else best[0]


def test_random():
    rng = random.Random(18)
    for _ in range(400):
        n = rng.randint(2, 5)
        pairs = [(a, b) for a in range(n) for b in range(n) if a != b]
        flights = [[a, b, rng.randint(1, 20)] for a, b in rng.sample(pairs, rng.randint(0, min(9, len(pairs))))]
        src, dst = rng.sample(range(n), 2)
        k = rng.randint(0, n - 1)
        assert Solution().findCheapestPrice(n, flights, src, dst, k) == oracle(n, flights, src, dst, k)
