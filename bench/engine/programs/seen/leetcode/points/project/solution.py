from collections import defaultdict
from math import gcd
from typing import List


class Solution:
    def maxPoints(self, points: List[List[int]]) -> int:
        n = len(points)
        if n <= 2:
            return n
        best = 0
        slopes = defaultdict(int)
        for i in range(n):
            x1, y1 = points[i]
            for j in range(i + 1, n):
                x2, y2 = points[j]
                dx, dy = x2 - x1, y2 - y1
                if dx < 0 or (dx == 0 and dy < 0):
                    dx, dy = -dx, -dy
                g = gcd(dx, dy)
                key = (dx // g, dy // g)
                slopes[key] += 1
                best = max(best, slopes[key] + 1)
        return best
