from collections import defaultdict, deque
from typing import List


class Solution:
    def numOfMinutes(self, n: int, headID: int, manager: List[int], informTime: List[int]) -> int:
        reports = defaultdict(list)
        for employee in range(n):
            reports[manager[employee]].append(employee)
        queue = deque([(headID, 0)])
        answer = 0
        while queue:
            current, elapsed = queue.popleft()
            answer = max(answer, elapsed)
            for employee in reports[current]:
                queue.append((employee, elapsed + informTime[employee]))
        return answer
