import random
from itertools import permutations
from collections import Counter
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


def oracle(node, path=()):
    path = path + (node.val,)
    if node.left is None and node.right is None:
        return int(sum(v % 2 for v in Counter(path).values()) <= 1)
    return sum(oracle(c, path) for c in (node.left, node.right) if c is not None)


def test_fixed():
    s = Solution()
    assert s.pseudoPalindromicPaths(TreeNode(1, TreeNode(1))) == 1
    assert s.pseudoPalindromicPaths(TreeNode(1, None, TreeNode(2))) == 0
    assert s.pseudoPalindromicPaths(TreeNode(1, TreeNode(2, TreeNode(1)))) == 1
    assert s.pseudoPalindromicPaths(TreeNode(1, TreeNode(2, TreeNode(1)), TreeNode(1))) == 2


def test_random():
    rng = random.Random(13)
    for _ in range(400):
        root = random_tree(rng, rng.randint(1, 16), 1, rng.choice([2, 3, 9]))
        assert Solution().pseudoPalindromicPaths(root) == oracle(root)
