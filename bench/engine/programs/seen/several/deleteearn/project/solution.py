from typing import List


class Solution:
    def deleteAndEarn(self, nums: List[int]) -> int:
        points = [0] * (max(nums) + 1)
        for num in nums:
            points[num] = num
        take, skip = 0, 0
        for value in points:
            take, skip = skip + value, max(skip, take)
        return take
