from typing import List


class Solution:
    def maxProduct(self, nums: List[int]) -> int:
        best = nums[0]
        cur_max = cur_min = nums[0]
        for num in nums[1:]:
            a = cur_max * num
            b = cur_min * num
            cur_max = max(num, a, b)
            cur_min = min(num, a, b)
            best = max(best, cur_max)
        return best
