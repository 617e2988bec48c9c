from routes.graph import Graph
from routes.search import bfs_path, components, reachable, shortest_path, topological_order

__all__ = ["Graph", "bfs_path", "components", "reachable", "shortest_path", "topological_order"]
