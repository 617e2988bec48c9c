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


def oracle(root):
    cells = []

    def walk(node, r, c):
        if node is not None:
            cells.append((c, r, node.val))
            walk(node.left, r + 1, c - 1)
            walk(node.right, r + 1, c + 1)
    walk(root, 0, 0)
    cells.sort()
    out = {}
    for c, r, v in cells:
        out.setdefault(c, []).append(v)
    return [out[c] for c in sorted(out)]


def test_fixed():
    s = Solution()
    assert s.verticalTraversal(TreeNode(4)) == [[4]]
    assert s.verticalTraversal(TreeNode(1, TreeNode(2))) == [[2], [1]]
    assert s.verticalTraversal(TreeNode(1, None, TreeNode(2))) == [[1], [2]]
    assert s.verticalTraversal(TreeNode(5, None, TreeNode(6, TreeNode(1)))) == [[5, 1], [6]]


def test_random():
    rng = random.Random(18)
    for _ in range(300):
        root = random_tree(rng, rng.randint(1, 18), 0, rng.choice([5, 50]))
        assert Solution().verticalTraversal(root) == oracle(root)
