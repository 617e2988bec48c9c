"""Searches over graphs."""

import heapq
from collections import deque


class NoPath(Exception):
    """There is no path between two nodes."""


class CycleError(Exception):
    """The graph has a cycle where none is allowed."""


def reachable(graph, start):
    """Yield the nodes that can be reached from `start`, nearest first."""
    seen = {start}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        yield node
        for neighbour in graph.neighbours(node):
            if neighbour not in seen:
                seen.add(neighbour)
                queue.append(neighbour)


def bfs_path(graph, start, goal):
    """Return a path with the fewest edges as a list of nodes."""
    parents = {start: None}
    for node in reachable(graph, start):
        if node == goal:
            return _walk_back(parents, goal)
        for neighbour in graph.neighbours(node):
            parents.setdefault(neighbour, node)
    raise NoPath(f"{start} -> {goal}")


def _walk_back(parents, node):
    path = []
    while node is not None:
        path.append(node)
        node = parents[node]
    path.reverse()
    return path


def shortest_path(graph, start, goal):
    """Return (length, path) of a shortest path by weight."""
    best = {start: 0}
    parents = {start: None}
    heap = [(0, start)]
    while heap:
        distance, node = heapq.heappop(heap)
        if node == goal:
            return distance, _walk_back(parents, goal)
        if distance > best[node]:
            continue
        for neighbour in graph.neighbours(node):
            candidate = distance + graph.weight(node, neighbour)
            if neighbour not in best or candidate < best[neighbour]:
                best[neighbour] = candidate
                parents[neighbour] = node
                heapq.heappush(heap, (candidate, neighbour))
    raise NoPath(f"{start} -> {goal}")


def components(graph):
    """Return the connected components of an undirected graph as sorted lists."""
    seen = set()
    found = []
    for node in graph.nodes():
        if node not in seen:
            group = sorted(reachable(graph, node))
            seen.update(group)
            found.append(group)
    return found


def topological_order(graph):
    """Return the nodes so that every edge points forward, smallest node first."""
    waiting = graph.in_degrees()
    ready = [node for node in graph.nodes() if waiting[node] == 0]
    heapq.heapify(ready)
    order = []
    while ready:
        node = heapq.heappop(ready)
        order.append(node)
        for neighbour in graph.neighbours(node):
            waiting[neighbour] -= 1
            if waiting[neighbour] == 0:
                heapq.heappush(ready, neighbour)
    if len(order) < len(graph):
        raise CycleError("the graph has a cycle")
    return order
