from typing import List


class Solution:
    def maxProduct(self, nums: List[int]) -> int:
        best = nums[0]
        cur_max = cur_min = nums[0]
        for num in nums[1:]:
            a = cur_max * num
            cur_max = max(num, a, cur_min * num)
            b = cur_max * num
            cur_min = min(num, a, b)
            best = max(best, cur_max)
        return best
