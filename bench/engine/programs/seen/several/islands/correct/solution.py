from typing import List


class UnionFind:
    def __init__(self, size: int):
        self.parent = list(range(size))
        self.rank = [0] * size
        self.count = 0

    def find(self, x: int) -> int:
        if self.parent[x] != x:
            self.parent[x] = self.find(self.parent[x])
        return self.parent[x]

    def union(self, a: int, b: int) -> None:
        ra, rb = self.find(a), self.find(b)
        if ra == rb:
            return
        if self.rank[ra] < self.rank[rb]:
            ra, rb = rb, ra
        self.parent[rb] = ra
        if self.rank[ra] == self.rank[rb]:
            self.rank[ra] += 1
        self.count -= 1


class Solution:
    def numIslands(self, grid: List[List[str]]) -> int:
        rows, cols = len(grid), len(grid[0])
        uf = UnionFind(rows * cols)
        for r in range(rows):
            for c in range(cols):
                if grid[r][c] == "1":
                    uf.count += 1
                    if r > 0 and grid[r - 1][c] == "1":
                        uf.union(r * cols + c, (r - 1) * cols + c)
                    if c > 0 and grid[r][c - 1] == "1":
                        uf.union(r * cols + c, r * cols + c - 1)
        return uf.count
