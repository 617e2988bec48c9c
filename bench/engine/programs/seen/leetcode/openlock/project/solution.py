from collections import deque
from typing import List


class Solution:
    def openLock(self, deadends: List[str], target: str) -> int:
        visited = set(deadends)
        start = "0000"
        visited.add(start)
        queue = deque([(start, 0)])
        while queue:
            state, turns = queue.popleft()
            if state == target:
                return turns
            for i in range(4):
                digit = int(state[i])
                for step in (-1, 1):
                    turned = str((digit + step) % 10)
                    nxt = state[:i] + turned + state[i + 1:]
                    if nxt not in visited:
                        visited.add(nxt)
                        queue.append((nxt, turns + 1))
        return -1
