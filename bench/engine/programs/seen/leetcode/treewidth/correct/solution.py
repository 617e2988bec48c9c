from collections import deque
from typing import Optional


class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right


class Solution:
    def widthOfBinaryTree(self, root: Optional[TreeNode]) -> int:
        if not root:
            return 0
        widest = 0
        queue = deque([(root, 0)])
        while queue:
            widest = max(widest, queue[-1][1] - queue[0][1] + 1)
            for _ in range(len(queue)):
                node, pos = queue.popleft()
                if node.left:
                    queue.append((node.left, pos * 2))
                if node.right:
                    queue.append((node.right, pos * 2 + 1))
        return widest
