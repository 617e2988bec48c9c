from typing import List


class Solution:
    def gameOfLife(self, board: List[List[int]]) -> None:
        rows, cols = len(board), len(board[0])
        for r in range(rows):
            for c in range(cols):
                live = self.countNeighbors(board, r, c)
                if live == 3 or (live == 2 and board[r][c] & 1):
                    board[r][c] |= 2
        for r in range(rows):
            for c in range(cols):
                board[r][c] >>= 1

    def countNeighbors(self, board: List[List[int]], r: int, c: int) -> int:
        count = 0
        for nr in range(max(r - 1, 0), min(r + 2, len(board))):
            for nc in range(max(c - 1, 0), min(c + 2, len(board[0]))):
                if (nr, nc) != (r, c):
                    count += board[nr][nc] & 1
        return count
