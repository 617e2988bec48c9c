from collections import defaultdict, deque
from typing import List, Optional


class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right


class Solution:
    def verticalTraversal(self, root: Optional[TreeNode]) -> List[List[int]]:
        columns = defaultdict(list)
        queue = deque([(root, 0, 0)])
        while queue:
            node, row, col = queue.popleft()
            columns[col].append((row, node.val))
            if node.left:
                queue.append((node.left, row + 1, col - 1)
            if node.right:
                queue.append((node.right, row + 1, col + 1))
        result = []
        for col in columns:
            result.append([val for _, val in columns[col]])
        return result
