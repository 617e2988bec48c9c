from typing import List


class Solution:
    def matrixScore(self, grid: List[List[int]]) -> int:
        m, n = len(grid), len(grid[0])
        result = m * (1 << (n - 1))
        for col in range(1, n):
            same = 0
            for row in range(m):
                if grid[row][col] == grid[row][0]:
                    same += 1
            result += max(same, m - same) * (1 << (n - 1 - col))
        return result
