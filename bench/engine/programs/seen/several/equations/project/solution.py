from collections import defaultdict, deque
from typing import List


class Solution:
    def calcEquation(self, equations: List[List[str]], values: List[float],
                     queries: List[List[str]]) -> List[float]:
        graph = defaultdict(dict)
        for (a, b), v in zip(equations, values):
            graph[a][b] = v
            graph[b][a] = v

        def bfs(src: str, dst: str) -> float:
            if src not in graph or dst not in graph:
                return -1.0
            queue = deque([(src, 0.0)])
            seen = {src}
            while queue:
                node, prod = queue.popleft()
                if node == dst:
                    return prod
                for nei, weight in graph.items():
                    if nei not in seen:
                        seen.add(nei)
                        queue.append((nei, prod * weight))
            return -1.0

        return [bfs(a, b) for a, b in queries]
