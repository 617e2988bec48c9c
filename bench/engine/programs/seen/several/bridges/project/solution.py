from collections import defaultdict
from typing import List


class Solution:
    def criticalConnections(self, n: int, connections: List[List[int]]) -> List[List[int]]:
        graph = defaultdict(list)
        for u, v in connections:
            graph[u].append(v)

        disc = [-1] * n
        low = [0] * n
        res = []
        self.time = 0

        def dfs(node: int, parent: int) -> None:
            disc[node] = low[node] = self.time
            self.time += 1
            for nei in graph[node]:
                if nei == parent:
                    continue
                if disc[nei] == -1:
                    dfs(nei, node)
                    low[node] = min(low[node], low[nei])
                    if low[nei] >= disc[node]:
                        res.append([node, nei])
                else:
                    low[node] = min(low[node], disc[nei])

        dfs(0, -1)
        return res
