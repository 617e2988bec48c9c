from typing import List


class Solution:
    def maximalRectangle(self, matrix: List[List[str]]) -> int:
        if not matrix or not matrix[0]:
            return 0
        cols = len(matrix[0])
        heights = [0] * (cols + 1)
        best = 0
        for row in matrix:
            for j in range(cols):
                heights[j] = heights[j] + 1 if row[j] == "1" else 0
            stack = [-1]
            for j in range(cols + 1):
                while heights[j] < heights[stack[-1]]:
                    h = heights[stack.pop()]
                    width = j - stack[-1] - 1
                    best = max(best, h * width)
                stack.append(j)
        return best
