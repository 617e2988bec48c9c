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


def find(node, val):
    if node is None or node.val == val:
        return node
    return find(node.left, val) or find(node.right, val)


def run(values, target, k):
    root = build(values)
    return sorted(Solution().distanceK(root, find(root, target), k))


def test_example_1():
    assert run([3, 5, 1, 6, 2, 0, 8, None, None, 7, 4], 5, 2) == [1, 4, 7]


def test_example_2():
    assert run([1], 1, 3) == []


def test_distance_one():
    assert run([3, 5, 1, 6, 2, 0, 8, None, None, 7, 4], 5, 1) == [2, 3, 6]


def test_far_away():
    assert run([3, 5, 1, 6, 2, 0, 8, None, None, 7, 4], 7, 4) == [1]


def test_zero():
    assert run([1, 2, 3], 2, 0) == [2]
