from collections import defaultdict
from typing import Optional


class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right


class Solution:
    def pathSum(self, root: Optional[TreeNode], targetSum: int) -> int:
        counts = defaultdict(int)
        counts[0] = 1

        def dfs(node: Optional[TreeNode], curr: int) -> int:
            if not node:
                return 0
            curr += node.val
            total = counts[curr - targetSum]
            counts[curr] += 1
            total += dfs(node.left, curr)
            total += dfs(node.right, curr)
            return total

        return dfs(root, 0)
