from typing import List


class Solution:
    def findMaximumXOR(self, nums: List[int]) -> int:
        trie = {}
        for num in nums:
            node = trie
            for shift in range(30, -1, -1):
                bit = (num >> shift) & 1
                node = node.setdefault(bit, {})

        best = 0
        for num in nums:
            node = trie
            value = 0
            for shift in range(30, 0, -1):
                bit = (num >> shift) & 1
                if 1 - bit in node:
                    value |= 1 << shift
                    node = node[1 - bit]
                else:
                    node = node[bit]
            best = max(best, value)
        return best
