from typing import List


class Solution:
    def shipWithinDays(self, weights: List[int], days: int) -> int:
        def needed(capacity: int) -> int:
            count = 1
            load = 0
            for w in weights:
                if load + w > capacity:
                    count += 1
                    load = 0
                load += w
            return count

        lo, hi = max(weights), sum(weights)
        while lo < hi:
            mid = (lo + hi) // 2
            if needed(mid) <= days:
                hi = mid
            else:
                lo = mid + 1
        return lo
