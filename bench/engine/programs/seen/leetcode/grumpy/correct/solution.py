from typing import List


class Solution:
    def maxSatisfied(self, customers: List[int], grumpy: List[int], minutes: int) -> int:
        n = len(customers)
        base = 0
        for c, g in zip(customers, grumpy):
            if g == 0:
                base += c
        extra = 0
        best = 0
        for i in range(n):
            if grumpy[i]:
                extra += customers[i]
            if i >= minutes and grumpy[i - minutes]:
                extra -= customers[i - minutes]
            best = max(best, extra)
        return base + best
