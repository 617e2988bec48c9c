from typing import List


class Solution:
    def findBall(self, grid: List[List[int]]) -> List[int]:
        n = len(grid[0])
        answer = []
        for start in range(n):
            col = start
            for row in grid:
                nxt = col + row[col]
                if nxt < 0 or nxt >= n or row[nxt] != row[col]:
                    col = -1
                    break
                col = nxt
            answer.append(col)
        return answer
