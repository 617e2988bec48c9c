from solution import Solution, TreeNode


def build(values):
    if not values:
        return None
    root = TreeNode(values[0])
    queue, i = [root], 1
    while queue and i < len(values):
        node = queue.pop(0)
        if i < len(values) and values[i] is not None:
            node.left = TreeNode(values[i])
            queue.append(node.left)
        i += 1
        if i < len(values) and values[i] is not None:
            node.right = TreeNode(values[i])
            queue.append(node.right)
        i += 1
    return root


def test_example_1():
    assert Solution().widthOfBinaryTree(build([1, 3, 2, 5, 3, None, 9])) == 4


def test_example_2():
    assert Solution().widthOfBinaryTree(build([1, 3, 2, 5, None, None, 9, 6, None, 7])) == 7


def test_example_3():
    assert Solution().widthOfBinaryTree(build([1, 3, 2, 5])) == 2


def test_only_root():
    assert Solution().widthOfBinaryTree(build([1])) == 1


def test_chain():
    assert Solution().widthOfBinaryTree(build([1, None, 2, None, 3])) == 1
