from typing import List


class Solution:
    def shiftGrid(self, grid: List[List[int]], k: int) -> List[List[int]]:
        m, n = len(grid), len(grid[0])
        total = m * n
        result = [[0] * n] * m
        for r in range(m):
            for c in range(n):
                pos = (r * n + c + k) % total
                result[pos // m][pos % n] = grid[r][c]
        return result
