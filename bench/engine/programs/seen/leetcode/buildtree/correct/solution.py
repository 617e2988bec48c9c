from typing import List, Optional


class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right


class Solution:
    def buildTree(self, inorder: List[int], postorder: List[int]) -> Optional[TreeNode]:
        index = {val: i for i, val in enumerate(inorder)}

        def build(left: int, right: int) -> Optional[TreeNode]:
            if left > right:
                return None
            root = TreeNode(postorder.pop())
            mid = index[root.val]
            root.right = build(mid + 1, right)
            root.left = build(left, mid - 1)
            return root

        return build(0, len(inorder) - 1)
