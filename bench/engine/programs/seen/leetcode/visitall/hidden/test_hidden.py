import random
from itertools import permutations

from solution import Solution


def oracle(graph):
    n = len(graph)
    dist = [[0 if i == j else 1 if j in graph[i] else 99 for j in range(n)] for i in range(n)]
    for k in range(n):
        for i in range(n):
            for j in range(n):
                dist[i][j] = min(dist[i][j], dist[i][k] + dist[k][j])
    return min(sum(dist[a][b] for a, b in zip(p, p[1:])) for p in permutations(range(n)))


def build(n, edges):
    graph = [[] for _ in range(n)]
    for a, b in sorted(edges):
        graph[a].append(b)
        graph[b].append(a)
    return graph


def test_stars_paths():
    for n in range(1, 9):
        assert Solution().shortestPathLength(build(n, {(i, i + 1) for i in range(n - 1)})) == n - 1
        star = build(n, {(0, i) for i in range(1, n)})
        assert Solution().shortestPathLength(star) == (0 if n == 1 else max(n - 1, 2 * (n - 1) - 2))


def test_random():
    rng = random.Random(14)
    for _ in range(150):
        n = rng.randint(2, 6)
        edges = {tuple(sorted((i, rng.randrange(i)))) for i in range(1, n)}
        for _ in range(rng.randint(0, 3)):
            a, b = rng.sample(range(n), 2)
            edges.add((min(a, b), max(a, b)))
        graph = build(n, edges)
        assert Solution().shortestPathLength(graph) == oracle(graph)
