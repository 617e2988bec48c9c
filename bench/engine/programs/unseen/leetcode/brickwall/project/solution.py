from collections import defaultdict
from typing import List


class Solution:
    def leastBricks(self, wall: List[List[int]]) -> int:
        edges = defaultdict(int)
        for row in wall:
            position = 0
            for width in row:
                position += width
                edges[position] += 1
        return len(wall) - max(edges.values(), default=0)
