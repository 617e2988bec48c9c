from solution import Solution, TreeNode


def values(node):
    if not node:
        return []
    return values(node.left) + [node.val] + values(node.right)


def test_example_one():
    root = TreeNode(1, TreeNode(3, None, TreeNode(2)))
    Solution().recoverTree(root)
    assert values(root) == [1, 2, 3]
    assert root.val == 3 and root.left.val == 1


def test_example_two():
    root = TreeNode(3, TreeNode(1), TreeNode(4, TreeNode(2)))
    Solution().recoverTree(root)
    assert values(root) == [1, 2, 3, 4]
    assert root.val == 2


def test_swapped_leaves():
    root = TreeNode(4, TreeNode(2, TreeNode(7), TreeNode(3)), TreeNode(6, TreeNode(5), TreeNode(1)))
    Solution().recoverTree(root)
    assert values(root) == [1, 2, 3, 4, 5, 6, 7]
