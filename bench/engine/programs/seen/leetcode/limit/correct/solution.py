from collections import deque
from typing import List


class Solution:
    def longestSubarray(self, nums: List[int], limit: int) -> int:
        maxq = deque()
        minq = deque()
        left = 0
        ans = 0
        for right, x in enumerate(nums):
            while maxq and maxq[-1] < x:
                maxq.pop()
            maxq.append(x)
            while minq and minq[-1] > x:
                minq.pop()
            minq.append(x)
            while maxq[0] - minq[0] > limit:
                if nums[left] == maxq[0]:
                    maxq.popleft()
                if nums[left] == minq[0]:
                    minq.popleft()
                left += 1
            ans = max(ans, right - left + 1)
        return ans
