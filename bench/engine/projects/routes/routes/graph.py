"""A weighted graph as a dictionary of dictionaries."""


class Graph:
    def __init__(self, directed=False):
        self.directed = directed
        self._edges = {}

    def add_node(self, node):
        self._edges.setdefault(node, {})

    def add_edge(self, start, end, weight=1):
        """Add an edge; both nodes are made if they are new."""
        if weight < 0:
            raise ValueError("weights must not be negative")
        self.add_node(start)
        self.add_node(end)
        self._edges[start][end] = weight
        if not self.directed:
            self._edges[end][start] = weight

    @classmethod
    def from_edges(cls, edges, directed=False):
        graph = cls(directed)
        for edge in edges:
            graph.add_edge(*edge)
        return graph

    def __contains__(self, node):
        return node in self._edges

    def __len__(self):
        return len(self._edges)

    def nodes(self):
        return sorted(self._edges)

    def neighbours(self, node):
        """Return the neighbours in order; an unknown node raises KeyError."""
        return sorted(self._edges[node])

    def weight(self, start, end):
        return self._edges[start][end]

    def degree(self, node):
        return len(self._edges[node])

    def in_degrees(self):
        """Return {node: number of edges that end there}."""
        counts = {node: 0 for node in self._edges}
        for ends in self._edges.values():
            for end in ends:
                counts[end] += 1
        return counts
