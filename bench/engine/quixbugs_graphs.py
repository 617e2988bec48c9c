"""Oracles for the QuixBugs programs on linked lists and graphs."""

from __future__ import annotations

import itertools
import math
from random import Random

from bench.engine.quixbugs_plain import Function

Edges = dict[tuple[int, int], int]


class Node:
    """A node as the programs expect it, with lists of its own."""

    def __init__(self, value: int) -> None:
        self.value = value
        self.successor: Node | None = None
        self.successors: list[Node] = []
        self.predecessors: list[Node] = []
        self.incoming_nodes: list[Node] = []
        self.outgoing_nodes: list[Node] = []


def _pairs(rng: Random, size: int, share: float) -> list[tuple[int, int]]:
    pairs = itertools.permutations(range(size), 2)
    return [pair for pair in pairs if rng.random() < share]


def _distances(size: int, edges: Edges) -> dict[tuple[int, int], float]:
    every = list(itertools.product(range(size), repeat=2))
    distances = {(a, b): 0.0 if a == b else edges.get((a, b), math.inf) for a, b in every}
    for _ in range(size):
        for (a, b), (c, weight) in itertools.product(
            every, [(end, (start, cost)) for (start, end), cost in edges.items()]
        ):
            start, cost = weight
            if c == b:
                distances[a, b] = min(distances[a, b], distances[a, start] + cost)
    return distances


def _linked(size: int, pairs: list[tuple[int, int]]) -> list[Node]:
    nodes = [Node(value) for value in range(size)]
    for a, b in pairs:
        nodes[a].successors.append(nodes[b])
        nodes[b].predecessors.append(nodes[a])
        nodes[a].outgoing_nodes.append(nodes[b])
        nodes[b].incoming_nodes.append(nodes[a])
    return nodes


def reachability(f: Function, rng: Random) -> bool:
    size = rng.randrange(1, 7)
    pairs = _pairs(rng, size, rng.choice([0.1, 0.25, 0.5]))
    nodes = _linked(size, pairs)
    start, goal = rng.randrange(size), rng.randrange(size)
    distance = _distances(size, dict.fromkeys(pairs, 1))[start, goal]
    return bool(f(nodes[start], nodes[goal])) == (distance < math.inf)


def detect_cycle(f: Function, rng: Random) -> bool:
    size = rng.randrange(1, 9)
    nodes = [Node(value) for value in range(size)]
    for before, after in itertools.pairwise(nodes):
        before.successor = after
    cyclic = rng.random() < 0.5
    if cyclic:
        nodes[-1].successor = rng.choice(nodes)
    return bool(f(nodes[0])) == cyclic


def reverse_linked_list(f: Function, rng: Random) -> bool:
    nodes = [Node(value) for value in range(rng.randrange(8))]
    for before, after in itertools.pairwise(nodes):
        before.successor = after
    head = f(nodes[0] if nodes else None)
    for node in reversed(nodes):
        if head is not node:
            return False
        head = head.successor
    return head is None


def minimum_spanning_tree(f: Function, rng: Random) -> bool:
    size = rng.randrange(2, 6)
    edges = {(rng.randrange(b), b): rng.randrange(1, 6) for b in range(1, size)}
    for a, b in itertools.combinations(range(size), 2):
        if rng.random() < 0.5:
            edges.setdefault((a, b), rng.randrange(1, 6))
    shuffled = dict(rng.sample(list(edges.items()), len(edges)))
    found = set(f(dict(shuffled)))
    trees = [t for t in itertools.combinations(edges, size - 1) if _spans(set(t), size)]
    best = min(sum(edges[edge] for edge in tree) for tree in trees)
    sound = found <= set(edges) and len(found) == size - 1 and _spans(found, size)
    return sound and sum(edges[edge] for edge in found) == best


def _spans(tree: set[tuple[int, int]], size: int) -> bool:
    joined = {0}
    for _ in range(size):
        joined |= {node for edge in tree if joined & set(edge) for node in edge}
    return len(joined) == size


def shortest_path_length(f: Function, rng: Random) -> bool:
    # Four nodes at most: with five, the program's own heap may lose its order, fixed or not.
    size = rng.randrange(2, 5)
    pairs = _pairs(rng, size, 0.5)
    # Sums of different powers of two never tie: nodes themselves have no order.
    powers = rng.sample([1 << n for n in range(len(pairs))], len(pairs))
    edges = dict(zip(pairs, powers, strict=True))
    nodes = _linked(size, pairs)
    start, goal = rng.randrange(size), rng.randrange(size)
    lengths = {(nodes[a], nodes[b]): length for (a, b), length in edges.items()}
    return bool(f(lengths, nodes[start], nodes[goal]) == _distances(size, edges)[start, goal])


def _shifted(rng: Random, pairs: list[tuple[int, int]], size: int) -> Edges:
    heights = [rng.randrange(6) for _ in range(size)]
    return {(a, b): rng.randrange(1, 8) + heights[a] - heights[b] for a, b in pairs}


def shortest_path_lengths(f: Function, rng: Random) -> bool:
    size = rng.randrange(1, 6)
    edges = _shifted(rng, _pairs(rng, size, 0.4), size)
    found = f(size, dict(edges))
    return all(found[pair] == length for pair, length in _distances(size, edges).items())


def shortest_paths(f: Function, rng: Random) -> bool:
    size = rng.randrange(2, 7)
    pairs = {(rng.randrange(b), b) for b in range(1, size)} | set(_pairs(rng, size, 0.2))
    edges = _shifted(rng, rng.sample(sorted(pairs), len(pairs)), size)
    distances = _distances(size, edges)
    return bool(f(0, dict(edges)) == {node: distances[0, node] for node in range(size)})


def topological_ordering(f: Function, rng: Random) -> bool:
    size = rng.randrange(1, 8)
    pairs = [(a, b) for a, b in itertools.combinations(range(size), 2) if rng.random() < 0.4]
    nodes = _linked(size, rng.sample(pairs, len(pairs)))
    order = [node.value for node in f(rng.sample(nodes, size))]
    complete = sorted(order) == list(range(size))
    return complete and all(order.index(a) < order.index(b) for a, b in pairs)
