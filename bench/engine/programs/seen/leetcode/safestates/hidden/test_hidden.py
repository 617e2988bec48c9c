import random

import pytest
from solution import Solution


def oracle(graph):
    n = len(graph)
    safe = set()
    changed = True
    while changed:
        changed = False
        for v in range(n):
            if v not in safe and all(w in safe for w in graph[v]):
                safe.add(v)
                changed = True
    return sorted(safe)


@pytest.mark.parametrize("graph,exp", [
    ([[]], [0]),
    ([[0]], []),
    ([[1], []], [0, 1]),
    ([[], [0], [1], [2]], [0, 1, 2, 3]),
    ([[1], [2], [3], []], [0, 1, 2, 3]),
    ([[1], [1], [0]], []),
    ([[], [0, 2, 3, 4], [3], [4], []], [0, 1, 2, 3, 4]),
])
def test_fixed(graph, exp):
    assert Solution().eventualSafeNodes(graph) == exp


def test_random():
    rng = random.Random(9)
    for _ in range(500):
        n = rng.randint(1, 10)
        p = rng.choice([0.05, 0.12, 0.25])
        graph = [[w for w in range(n) if rng.random() < p] for _ in range(n)]
        assert Solution().eventualSafeNodes([g[:] for g in graph]) == oracle(graph)
