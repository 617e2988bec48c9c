from typing import List


class Solution:
    def pacificAtlantic(self, heights: List[List[int]]) -> List[List[int]]:
        if not heights or not heights[0]:
            return []
        m, n = len(heights), len(heights[0])
        pacific, atlantic = set(), set()

        def dfs(r: int, c: int, visited: set, prev: int) -> None:
            if (r < 0 or r >= m or c < 0 or c >= n
                    or (r, c) in visited or heights[r][c] < prev):
                return
            visited.add((r, c))
            dfs(r + 1, c, visited, heights[r][c])
            dfs(r - 1, c, visited, heights[r][c])
            dfs(r, c + 1, visited, heights[r][c])
            dfs(r, c - 1, visited, heights[r][c])

        for c in range(n):
            dfs(0, c, pacific, heights[0][c])
            dfs(m - 1, c, atlantic, heights[m - 1][c])
        for r in range(m):
            dfs(r, 0, pacific, heights[r][0])
            dfs(r, n - 1, pacific, heights[r][n - 1])

        return [[r, c] for r in range(m) for c in range(n)
                if (r, c) in pacific and (r, c) in atlantic]
