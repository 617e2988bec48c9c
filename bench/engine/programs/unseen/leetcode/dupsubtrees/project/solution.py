from collections import defaultdict
from typing import List, Optional


class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right


class Solution:
    def findDuplicateSubtrees(self, root: Optional[TreeNode]) -> List[Optional[TreeNode]]:
        seen = defaultdict(int)
        result = []

        def serialize(node: Optional[TreeNode]) -> str:
            if node is None:
                return "#"
            left = serialize(node.left)
            right = serialize(node.right)
            key = f"{node.val},{left},{right}"
            if seen[key] == 2:
                result.append(node)
            seen[key] += 1
            return key

        serialize(root)
        return result
