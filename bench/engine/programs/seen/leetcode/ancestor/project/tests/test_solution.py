from solution import Solution, TreeNode


def build(values):
    if not values or values[0] is None:
        return None
    root = TreeNode(values[0])
    queue = [root]
    i = 1
    while queue and i < len(values):
        node = queue.pop(0)
        if values[i] is not None:
            node.left = TreeNode(values[i])
            queue.append(node.left)
        i += 1
        if i < len(values):
            if values[i] is not None:
                node.right = TreeNode(values[i])
                queue.append(node.right)
            i += 1
    return root


def find(root, val):
    if root is None or root.val == val:
        return root
    return find(root.left, val) or find(root.right, val)


def lca(values, p, q):
    root = build(values)
    return Solution().lowestCommonAncestor(root, find(root, p), find(root, q)).val


def test_example_1():
    assert lca([3, 5, 1, 6, 2, 0, 8, None, None, 7, 4], 5, 1) == 3


def test_example_2():
    assert lca([3, 5, 1, 6, 2, 0, 8, None, None, 7, 4], 5, 4) == 5


def test_example_3():
    assert lca([1, 2], 1, 2) == 1
