import pytest

from routes import Graph, bfs_path, components, reachable, shortest_path, topological_order
from routes.search import CycleError, NoPath

TOWN = [("a", "b", 7), ("a", "c", 1), ("c", "d", 1), ("d", "b", 2), ("b", "e", 1)]


def test_reachable_is_in_order_of_distance():
    graph = Graph.from_edges(TOWN)
    assert list(reachable(graph, "a")) == ["a", "b", "c", "d", "e"]


def test_bfs_path():
    graph = Graph.from_edges(TOWN)
    assert bfs_path(graph, "a", "e") == ["a", "b", "e"]
    assert bfs_path(graph, "a", "a") == ["a"]


def test_shortest_path():
    graph = Graph.from_edges(TOWN)
    assert shortest_path(graph, "a", "e") == (5, ["a", "c", "d", "b", "e"])
    assert shortest_path(graph, "e", "e") == (0, ["e"])


def test_no_path():
    graph = Graph.from_edges(TOWN)
    graph.add_node("z")
    with pytest.raises(NoPath):
        bfs_path(graph, "a", "z")
    with pytest.raises(NoPath):
        shortest_path(graph, "a", "z")


def test_components():
    graph = Graph.from_edges([(1, 2), (2, 3), (5, 4)])
    graph.add_node(9)
    assert components(graph) == [[1, 2, 3], [4, 5], [9]]


def test_topological_order():
    graph = Graph.from_edges(
        [("shoes", "go"), ("socks", "shoes"), ("trousers", "shoes"), ("trousers", "belt")],
        directed=True,
    )
    assert topological_order(graph) == ["socks", "trousers", "belt", "shoes", "go"]


def test_topological_order_of_a_cycle():
    graph = Graph.from_edges([(1, 2), (2, 3), (3, 2)], directed=True)
    with pytest.raises(CycleError):
        topological_order(graph)
