import random
from solution import Solution


def norm(edges):
    return sorted(sorted(e) for e in edges)


def connected(n, edges):
    adj = {i: [] for i in range(n)}
    for u, v in edges:
        adj[u].append(v)
        adj[v].append(u)
    seen, todo = {0}, [0]
    while todo:
        for y in adj[todo.pop()]:
            if y not in seen:
                seen.add(y)
                todo.append(y)
    return len(seen) == n


def oracle(n, edges):
    return norm(e for i, e in enumerate(edges) if not connected(n, edges[:i] + edges[i + 1:]))


def test_two_triangles_joined():
    edges = [[0, 1], [1, 2], [2, 0], [3, 4], [4, 5], [5, 3], [2, 3]]
    assert norm(Solution().criticalConnections(6, edges)) == [[2, 3]]


def test_triangles_sharing_a_vertex():
    edges = [[0, 1], [1, 2], [2, 0], [2, 3], [3, 4], [4, 2]]
    assert norm(Solution().criticalConnections(5, edges)) == []


def test_star():
    edges = [[3, 0], [3, 1], [3, 2]]
    assert norm(Solution().criticalConnections(4, edges)) == [[0, 3], [1, 3], [2, 3]]


def test_random():
    rng = random.Random(2)
    for _ in range(250):
        n = rng.randint(2, 9)
        edges = set()
        for v in range(1, n):
            edges.add((rng.randrange(v), v))
        for _ in range(rng.randint(0, 5)):
            u, v = sorted(rng.sample(range(n), 2))
            edges.add((u, v))
        edges = [list(e) if rng.random() < 0.5 else [e[1], e[0]] for e in sorted(edges)]
        rng.shuffle(edges)
        want = oracle(n, edges)
        assert norm(Solution().criticalConnections(n, [e[:] for e in edges])) == want
