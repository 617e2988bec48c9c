from typing import List


class Solution:
    def setZeroes(self, matrix: List[List[int]]) -> None:
        rows, cols = len(matrix), len(matrix[0])
        firstRow = any(matrix[0][c] == 0 for c in range(cols))
        firstCol = any(matrix[r][0] == 0 for r in range(rows))

        for r in range(1, rows):
            for c in range(1, cols):
                if matrix[r][c] == 0:
                    matrix[r][0] = 0
                    matrix[0][c] = 0

        for r in range(1, rows):
            for c in range(1, cols):
                if matrix[r][0] == 0 and matrix[0][c] == 0:
                    matrix[r][c] = 0

        if firstRow:
            for c in range(cols)
                matrix[0][c] = 0
        if firstCol:
            for r in range(rows):
                matrix[r][0] = 0
