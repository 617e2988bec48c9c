import itertools
import random

import pytest

from routes import Graph, bfs_path, components, reachable, shortest_path, topological_order
from routes.search import CycleError, NoPath


def random_graph(rng, directed):
    size = rng.randrange(1, 8)
    graph = Graph(directed)
    edges = {}
    for node in range(size):
        graph.add_node(node)
    for _ in range(rng.randrange(12)):
        a, b, w = rng.randrange(size), rng.randrange(size), rng.randrange(0, 9)
        if a == b:
            continue
        graph.add_edge(a, b, w)
        edges[a, b] = w
        if not directed:
            edges[b, a] = w
    return graph, size, edges


def floyd(size, edges, unit):
    inf = float("inf")
    d = {(i, j): 0 if i == j else inf for i in range(size) for j in range(size)}
    for (i, j), w in edges.items():
        d[i, j] = min(d[i, j], 1 if unit else w)
    for k, i, j in itertools.product(range(size), repeat=3):
        d[i, j] = min(d[i, j], d[i, k] + d[k, j])
    return d


@pytest.mark.parametrize("directed", [False, True])
def test_paths(directed):
    rng = random.Random(5)
    for _ in range(150):
        graph, size, edges = random_graph(rng, directed)
        hops, lengths = floyd(size, edges, True), floyd(size, edges, False)
        for a, b in itertools.product(range(size), repeat=2):
            if hops[a, b] == float("inf"):
                with pytest.raises(NoPath):
                    bfs_path(graph, a, b)
                with pytest.raises(NoPath):
                    shortest_path(graph, a, b)
                continue
            path = bfs_path(graph, a, b)
            assert (path[0], path[-1], len(path) - 1) == (a, b, hops[a, b])
            assert all(pair in edges for pair in zip(path, path[1:]))
            length, path = shortest_path(graph, a, b)
            assert length == lengths[a, b]
            assert (path[0], path[-1]) == (a, b)
            assert sum(edges[pair] for pair in zip(path, path[1:])) == length
        order = list(reachable(graph, 0))
        assert sorted(order) == [b for b in range(size) if hops[0, b] < float("inf")]
        assert [hops[0, n] for n in order] == sorted(hops[0, n] for n in order)
        ends = [b for _, b in edges]
        assert graph.in_degrees() == {n: ends.count(n) for n in range(size)}
        assert [graph.degree(n) for n in graph.nodes()] == [
            sum(a == n for a, _ in edges) for n in range(size)]
        if not directed:
            groups = {tuple(b for b in range(size) if hops[a, b] < float("inf")) for a in range(size)}
            assert components(graph) == sorted(map(list, groups))
        else:
            cyclic = any(hops[a, b] + hops[b, a] < float("inf") for a, b in
                         itertools.combinations(range(size), 2))
            if cyclic:
                with pytest.raises(CycleError):
                    topological_order(graph)
            else:
                order = topological_order(graph)
                best = min(p for p in itertools.permutations(range(size))
                           if all(p.index(a) < p.index(b) for a, b in edges)) if size < 6 else order
                assert list(best) == list(order)
                assert all(order.index(a) < order.index(b) for a, b in edges)


def test_graph_details():
    graph = Graph.from_edges([("a", "b", 2)])
    graph.add_node("a")
    assert graph.neighbours("a") == ["b"]
    assert graph.nodes() == ["a", "b"] and len(graph) == 2
    with pytest.raises(KeyError):
        graph.neighbours("q")
    with pytest.raises(ValueError):
        graph.add_edge("a", "c", -0.5)
    graph.add_edge("a", "b")
    assert graph.weight("a", "b") == 1 == graph.weight("b", "a")
    assert "a" in graph and "q" not in graph
