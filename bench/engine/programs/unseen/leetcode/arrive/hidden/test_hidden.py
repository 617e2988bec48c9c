import random
from solution import Solution


def oracle(n, roads):
    adj = [[] for _ in range(n)]
    for u, v, t in roads:
        adj[u].append((v, t))
        adj[v].append((u, t))
    found = {}

    def go(x, seen, d):
        if x == n - 1:
            found[d] = found.get(d, 0) + 1
            return
        for y, t in adj[x]:
            if y not in seen:
                go(y, seen | {y}, d + t)

    go(0, {0}, 0)
    return found[min(found)]


def test_single():
    assert Solution().countPaths(1, []) == 1


def test_two():
    assert Solution().countPaths(2, [[1, 0, 10]]) == 1


def test_modulo():
    roads, k = [], 0
    for _ in range(35):
        roads += [[k, k + 1, 1], [k, k + 2, 1], [k + 1, k + 3, 1], [k + 2, k + 3, 1]]
        k += 3
    assert Solution().countPaths(k + 1, roads) == 2 ** 35 % (10 ** 9 + 7)


def test_random():
    rng = random.Random(15)
    for _ in range(300):
        n = rng.randint(2, 6)
        edges = {}
        for v in range(1, n):
            edges[(rng.randrange(v), v)] = rng.randint(1, 5)
        for _ in range(rng.randint(0, 8)):
            u, v = sorted(rng.sample(range(n), 2))
            edges.setdefault((u, v), rng.randint(1, 6))
        roads = [[u, v, t] if rng.random() < .5 else [v, u, t] for (u, v), t in edges.items()]
        rng.shuffle(roads)
        assert Solution().countPaths(n, roads) == oracle(n, roads)
