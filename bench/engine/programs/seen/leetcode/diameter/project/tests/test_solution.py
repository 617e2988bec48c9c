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


def test_example_1():
    assert Solution().diameterOfBinaryTree(build([1, 2, 3, 4, 5])) == 3


def test_example_2():
    assert Solution().diameterOfBinaryTree(build([1, 2])) == 1


def test_single_node():
    assert Solution().diameterOfBinaryTree(build([1])) == 0


def test_empty():
    assert Solution().diameterOfBinaryTree(None) == 0
