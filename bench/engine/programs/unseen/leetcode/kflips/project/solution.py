from typing import List


class Solution:
    def minKBitFlips(self, nums: List[int], k: int) -> int:
        n = len(nums)
        flipStart = [0] * n
        parity = 0
        flips = 0
        for i in range(n):
            if i >= k:
                parity ^= flipStart[i - k]
            if nums[i] ^ parity == 0:
                if i + k > n:
                    return -1
                parity ^= 1
                flips += 1
        return flips
