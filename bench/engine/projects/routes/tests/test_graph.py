import pytest

from routes import Graph


def test_undirected_edges_go_both_ways():
    graph = Graph.from_edges([("a", "b", 3)])
    assert graph.weight("b", "a") == 3
    assert graph.neighbours("b") == ["a"]


def test_directed_edges_go_one_way():
    graph = Graph.from_edges([("a", "b"), ("a", "c")], directed=True)
    assert graph.neighbours("a") == ["b", "c"]
    assert graph.neighbours("b") == []
    assert graph.in_degrees() == {"a": 0, "b": 1, "c": 1}
    assert graph.degree("a") == 2


def test_sizes():
    graph = Graph()
    graph.add_node("x")
    assert len(graph) == 1 and "x" in graph and "y" not in graph


def test_negative_weight():
    with pytest.raises(ValueError):
        Graph().add_edge("a", "b", -1)


def test_zero_weight_is_fine():
    graph = Graph.from_edges([("a", "b", 0)])
    assert graph.weight("a", "b") == 0
