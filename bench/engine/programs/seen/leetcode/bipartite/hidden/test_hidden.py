import random

from solution import Solution


def oracle(graph):
    n = len(graph)
    return any(all((m >> u ^ m >> v) & 1 for u in range(n) for v in graph[u]) for m in range(1 << n))


def test_random():
    rng = random.Random(20)
    for _ in range(400):
        n = rng.randint(1, 7)
        g = [[] for _ in range(n)]
        p = rng.choice([0.2, 0.3, 0.5])
        for a in range(n):
            for b in range(a):
                if rng.random() < p:
                    g[a].append(b)
                    g[b].append(a)
        assert bool(Solution().isBipartite(g)) is oracle(g)


def test_cycles():
    for n in range(3, 20):
        g = [[(i - 1) % n, (i + 1) % n] for i in range(n)]
        assert Solution().isBipartite(g) == (n % 2 == 0)
        g2 = [[1], [0]] + [[a + 2, b + 2] for a, b in g]
        assert Solution().isBipartite(g2) == (n % 2 == 0)
