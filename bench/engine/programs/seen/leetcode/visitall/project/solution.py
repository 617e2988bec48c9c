from collections import deque
from typing import List


class Solution:
    def shortestPathLength(self, graph: List[List[int]]) -> int:
        n = len(graph)
        full = (1 << n) - 1
        queue = deque((i, 1 << i, 0) for i in range(n))
        visited = {(i, 1 << i) for i in range(n)}

        while queue:
            node, mask, steps = queue.popleft()
            if mask == full:
                return steps
            for neighbor in graph[node]:
                next_mask = mask ^ (1 << neighbor)
                if (neighbor, next_mask) not in visited:
                    visited.add((neighbor, next_mask))
                    queue.append((neighbor, next_mask, steps + 1))
        return -1
