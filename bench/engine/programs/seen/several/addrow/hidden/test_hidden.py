import random
from solution import Solution, TreeNode


def random_tree(rng, size, low, high):
    root = TreeNode(rng.randint(low, high))
    nodes = [root]
    while len(nodes) < size:
        node = rng.choice(nodes)
        side = rng.choice(['left', 'right'])
        if getattr(node, side) is None:
            child = TreeNode(rng.randint(low, high))
            setattr(node, side, child)
            nodes.append(child)
    return root


def dump(node):
    if node is None:
        return None
    return (node.val, dump(node.left), dump(node.right))


def height(t):
    return 0 if t is None else 1 + max(height(t[1]), height(t[2]))


def insert(t, val, depth):
    if depth == 1:
        return (val, t, None)
    if t is None:
        return None
    if depth == 2:
        return (t[0], (val, t[1], None), (val, None, t[2]))
    return (t[0], insert(t[1], val, depth - 1), insert(t[2], val, depth - 1))


def test_single_node():
    assert dump(Solution().addOneRow(TreeNode(1), 2, 1)) == (2, (1, None, None), None)
    assert dump(Solution().addOneRow(TreeNode(1), 2, 2)) == (1, (2, None, None), (2, None, None))


def test_random():
    rng = random.Random(5)
    for _ in range(300):
        root = random_tree(rng, rng.randint(1, 14), 0, 9)
        t = dump(root)
        depth = rng.randint(1, height(t) + 1)
        assert dump(Solution().addOneRow(root, 77, depth)) == insert(t, 77, depth)
