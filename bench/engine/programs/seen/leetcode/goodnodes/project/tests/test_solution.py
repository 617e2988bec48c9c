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
    assert Solution().goodNodes(build([3, 1, 4, 3, None, 1, 5])) == 4


def test_example_2():
    assert Solution().goodNodes(build([3, 3, None, 4, 2])) == 3


def test_example_3():
    assert Solution().goodNodes(build([1])) == 1


def test_negative_values():
    assert Solution().goodNodes(build([-1, 5, -2, 4, 4, 2, -2])) == 3
