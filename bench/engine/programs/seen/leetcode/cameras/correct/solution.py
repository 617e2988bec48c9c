from typing import Optional


class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right


class Solution:
    def minCameraCover(self, root: Optional[TreeNode]) -> int:
        NEEDS, CAMERA, COVERED = 0, 1, 2
        self.cameras = 0

        def visit(node: Optional[TreeNode]) -> int:
            if not node:
                return COVERED
            left = visit(node.left)
            right = visit(node.right)
            if left == NEEDS or right == NEEDS:
                self.cameras += 1
                return CAMERA
            if left == CAMERA or right == CAMERA:
                return COVERED
            return NEEDS

        if visit(root) == NEEDS:
            self.cameras += 1
        return self.cameras
