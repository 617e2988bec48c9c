import heapq
import random
from solution import Solution


def oracle(n, edges, t):
    adj = [[] for _ in range(n)]
    for u, v, w in edges:
        adj[u].append((v, w))
        adj[v].append((u, w))
    scores = []
    for s in range(n):
        done = {}
        heap = [(0, s)]
        while heap:
            d, u = heapq.heappop(heap)
            if u in done or d > t:
                continue
            done[u] = d
            for v, w in adj[u]:
                heapq.heappush(heap, (d + w, v))
        scores.append((len(done), -s))
    return -min(scores)[1]


def test_fixed():
    s = Solution()
    assert s.findTheCity(3, [[0, 1, 1]], 1) == 2
    assert s.findTheCity(3, [[1, 2, 1]], 1) == 0
    assert s.findTheCity(3, [[0, 1, 9], [1, 2, 9]], 1) == 2
    assert s.findTheCity(3, [[0, 1, 1], [1, 2, 1]], 1) == 2


def test_random():
    rng = random.Random(15)
    for _ in range(300):
        n = rng.randint(2, 7)
        pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
        rng.shuffle(pairs)
        edges = []
        for i, j in pairs[:rng.randint(1, len(pairs))]:
            edges.append([i, j, rng.randint(1, 9)] if rng.random() < 0.5 else [j, i, rng.randint(1, 9)])
        t = rng.randint(1, 14)
        assert Solution().findTheCity(n, [e[:] for e in edges], t) == oracle(n, edges, t)
