import random
from solution import Solution


def oracle(n, edges):
    adj = [[] for _ in range(n)]
    for a, b in edges:
        adj[a].append(b)
        adj[b].append(a)
    out = []
    for s in range(n):
        dist = {s: 0}
        queue = [s]
        for u in queue:
            for v in adj[u]:
                if v not in dist:
                    dist[v] = dist[u] + 1
                    queue.append(v)
        out.append(sum(dist.values()))
    return out


def test_star_and_path():
    s = Solution()
    star = [[0, i] for i in range(1, 7)]
    assert s.sumOfDistancesInTree(7, star) == oracle(7, star)
    path = [[i, i + 1] for i in range(9)]
    assert s.sumOfDistancesInTree(10, path) == oracle(10, path)
    assert s.sumOfDistancesInTree(3, [[2, 0], [2, 1]]) == [3, 3, 2]


def test_random():
    rng = random.Random(7)
    for _ in range(200):
        n = rng.randint(1, 16)
        perm = list(range(n))
        rng.shuffle(perm)
        edges = []
        for i in range(1, n):
            e = [perm[i], perm[rng.randrange(i)]]
            rng.shuffle(e)
            edges.append(e)
        rng.shuffle(edges)
        assert list(Solution().sumOfDistancesInTree(n, [e[:] for e in edges])) == oracle(n, edges)
