from typing import List


class Solution:
    def rob(self, nums: List[int]) -> int:
        def rob_line(houses: List[int]) -> int:
            prev, cur = 0, 0
            for money in houses:
                prev, cur = cur, max(cur, prev + money)
            return cur

        if len(nums) == 1:
            return nums[0]
        return max(rob_line(nums[1:]), rob_line(nums[:-1]))
