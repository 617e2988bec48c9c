from collections import deque
from typing import List


class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right


class Solution:
    def distanceK(self, root: TreeNode, target: TreeNode, k: int) -> List[int]:
        parent = {root: None}
        stack = [root]
        while stack:
            node = stack.pop()
            for child in (node.left, node.right):
                if child:
                    parent[child] = node
                    stack.append(child)

        seen = {target}
        queue = deque([(target, 0)])
        answer = []
        while queue:
            node, dist = queue.popleft()
            if dist == k:
                answer.append(node.val)
                continue
            for nei in (node.left, node.right, parent[node]):
                if nei and nei not in seen:
                    queue.append((nei, dist + 1))
        return answer
