from solution import Solution, TreeNode


def dump(node):
    if node is None:
        return None
    return [node.val, dump(node.left), dump(node.right)]


def test_example_one():
    root = TreeNode(
        1,
        TreeNode(2, TreeNode(4)),
        TreeNode(3, TreeNode(2, TreeNode(4)), TreeNode(4)),
    )
    got = sorted((dump(n) for n in Solution().findDuplicateSubtrees(root)), key=str)
    assert got == [[2, [4, None, None], None], [4, None, None]]


def test_example_two():
    root = TreeNode(2, TreeNode(1), TreeNode(1))
    assert [dump(n) for n in Solution().findDuplicateSubtrees(root)] == [[1, None, None]]


def test_no_duplicates():
    root = TreeNode(1, TreeNode(2), TreeNode(3))
    assert Solution().findDuplicateSubtrees(root) == []
