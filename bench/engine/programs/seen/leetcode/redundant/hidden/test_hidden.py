import random
from solution import Solution


def connected(n, edges):
    adj = {i: [] for i in range(1, n + 1)}
    for a, b in edges:
        adj[a].append(b)
        adj[b].append(a)
    seen = {1}
    todo = [1]
    for u in todo:
        for v in adj[u]:
            if v not in seen:
                seen.add(v)
                todo.append(v)
    return len(seen) == n


def oracle(edges):
    n = len(edges)
    for i in range(n - 1, -1, -1):
        if connected(n, edges[:i] + edges[i + 1:]):
            return edges[i]


def test_random():
    rng = random.Random(14)
    for _ in range(300):
        n = rng.randint(3, 9)
        perm = list(range(1, n + 1))
        rng.shuffle(perm)
        es = {tuple(sorted((perm[i], perm[rng.randrange(i)]))) for i in range(1, n)}
        rest = [(a, b) for a in range(1, n + 1) for b in range(a + 1, n + 1) if (a, b) not in es]
        es = [list(e) for e in sorted(es)] + [list(rng.choice(rest))]
        rng.shuffle(es)
        e = oracle(es)
        assert list(Solution().findRedundantConnection([list(x) for x in es])) == e
