from collections import defaultdict
from typing import List


class Solution:
    def findTargetSumWays(self, nums: List[int], target: int) -> int:
        ways = {0: 1}
        for num in nums:
            following = defaultdict(int)
            for total, count in ways.items():
                following[total + num] = count
                following[total - num] += count
            ways = following
        return ways.get(target, 0)
