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


def rand_tree(rng, n, lo, hi):
    if n == 0:
        return None
    k = rng.randint(0, n - 1)
    return TreeNode(rng.randint(lo, hi), rand_tree(rng, k, lo, hi), rand_tree(rng, n - 1 - k, lo, hi))


def oracle(node, path=()):
    if node is None:
        return 0
    path = path + (node.val,)
    return int(max(path) == node.val) + oracle(node.left, path) + oracle(node.right, path)


def test_fixed():
    assert Solution().goodNodes(build([-5])) == 1
    assert Solution().goodNodes(build([-5, -4, -6])) == 2
    assert Solution().goodNodes(build([0, 0, 0])) == 3
    assert Solution().goodNodes(build([2, None, 4, 10, 8, None, None, 4])) == 4
    assert Solution().goodNodes(build([9, None, 3, 6])) == 1
    assert Solution().goodNodes(build([-3, -3, -3])) == 3


def test_random():
    rng = random.Random(19)
    for _ in range(300):
        lo, hi = rng.choice([(-5, 5), (-10, -1), (1, 10), (0, 2)])
        t = rand_tree(rng, rng.randint(1, 25), lo, hi)
        assert Solution().goodNodes(t) == oracle(t)
