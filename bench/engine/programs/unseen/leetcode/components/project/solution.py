from typing import List, Optional


class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


class Solution:
    def numComponents(self, head: Optional[ListNode], nums: List[int]) -> int:
        wanted = set(nums)
        count = 0
        node = head
        while node:
            following = node.next
            if node.val in wanted and (not following or node.val not in wanted):
                count += 1
            node = following
        return count
