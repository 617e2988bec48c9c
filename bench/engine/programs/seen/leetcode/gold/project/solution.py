from typing import List


class Solution:
    def getMaximumGold(self, grid: List[List[int]]) -> int:
        rows, cols = len(grid), len(grid[0])

        def collect(r: int, c: int) -> int:
            if r < 0 or c < 0 or r >= rows or c >= cols or grid[r][c] == 0:
                return 0
            gold = grid[r][c]
            grid[r][c] = 0
            best = 0
            for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0)):
                best = max(best, collect(r + dr, c + dc))
            return gold + best

        return max(collect(r, c) for r in range(rows) for c in range(cols))
