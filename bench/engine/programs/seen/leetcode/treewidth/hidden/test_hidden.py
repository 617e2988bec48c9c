import random
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


def rand_tree(rng, n):
    if n == 0:
        return None
    k = rng.randint(0, n - 1)
    return TreeNode(rng.randint(-9, 9), rand_tree(rng, k), rand_tree(rng, n - 1 - k))


def oracle(root):
    if root is None:
        return 0
    levels = {}

    def walk(node, path):
        if node is None:
            return
        levels.setdefault(len(path), []).append(int("0" + path, 2))
        walk(node.left, path + "0")
        walk(node.right, path + "1")
    walk(root, "")
    return max(max(v) - min(v) + 1 for v in levels.values())


def test_fixed():
    assert Solution().widthOfBinaryTree(build([1, 2, 3])) == 2
    assert Solution().widthOfBinaryTree(build([1, 2, 3, 4, 5, 6, 7])) == 4
    assert Solution().widthOfBinaryTree(build([1, 2, 3, None, 4, 5])) == 2
    assert Solution().widthOfBinaryTree(build([1, 2, 3, 4, None, None, 7])) == 4
    assert Solution().widthOfBinaryTree(build([1, 2, None, 3])) == 1


def test_random():
    rng = random.Random(20)
    for _ in range(300):
        t = rand_tree(rng, rng.randint(1, 25))
        assert Solution().widthOfBinaryTree(t) == oracle(t)
