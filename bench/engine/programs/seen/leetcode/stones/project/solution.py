from typing import Dict, List


class Solution:
    def removeStones(self, stones: List[List[int]]) -> int:
        """A stone may be removed if it shares its row or column with a stone not yet
        removed. Return the largest number of stones that can be removed."""
        self.parent: Dict[int, int] = {}
        self.groups = 0
        for x, y in stones:
            self.union(x, ~y)
        return len(stones) - self.groups

    def find(self, x: int) -> int:
        if x not in self.parent:
            self.parent[x] = x
            self.groups += 1
        if self.parent[x] != x:
            self.parent[x] = find(self.parent[x])
        return self.parent[x]

    def union(self, x: int, y: int) -> None:
        root_x, root_y = self.find(x), self.find(y)
        if root_x != root_y:
            self.parent[root_x] = root_y
            self.groups -= 1
