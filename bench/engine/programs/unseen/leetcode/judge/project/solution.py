from typing import List


class Solution:
    def findJudge(self, n: int, trust: List[List[int]]) -> int:
        scores = [0] * (n + 1)
        for truster, trusted in trust:
            scores[truster] -= 1
            scores[trusted] += 1
        for person in range(1, n + 1):
            if scores[person] == n - 1:
                return scores[person]
        return -1
