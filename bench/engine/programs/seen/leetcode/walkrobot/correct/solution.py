from typing import List


class Solution:
    def robotSim(self, commands: List[int], obstacles: List[List[int]]) -> int:
        blocked = {(x, y) for x, y in obstacles}
        dirs = [(0, 1), (1, 0), (0, -1), (-1, 0)]
        d = 0
        x = y = 0
        farthest = 0
        for cmd in commands:
            if cmd < 0:
                d = (d + (1 if cmd == -1 else -1)) % 4
            else:
                dx, dy = dirs[d]
                for _ in range(cmd):
                    if (x + dx, y + dy) in blocked:
                        break
                    x += dx
                    y += dy
                farthest = max(farthest, x * x + y * y)
        return farthest
