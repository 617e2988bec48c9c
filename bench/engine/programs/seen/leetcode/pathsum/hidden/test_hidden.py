import random

from solution import Solution, TreeNode


def build(values):
    if not values:
        return None
    it = iter(values)
    root = TreeNode(next(it))
    level = [root]
    while level:
        nxt = []
        for node in level:
            for side in ('left', 'right'):
                v = next(it, None)
                if v is not None:
                    child = TreeNode(v)
                    setattr(node, side, child)
                    nxt.append(child)
        level = nxt
    return root


def random_tree(rng, n, lo=-9, hi=9):
    root = TreeNode(rng.randint(lo, hi))
    free = [(root, 'left'), (root, 'right')]
    for _ in range(n - 1):
        node, side = free.pop(rng.randrange(len(free)))
        child = TreeNode(rng.randint(lo, hi))
        setattr(node, side, child)
        free += [(child, 'left'), (child, 'right')]
    return root


def oracle(root, t):
    def start(n, s):
        if not n:
            return 0
        s += n.val
        return (s == t) + start(n.left, s) + start(n.right, s)
    if not root:
        return 0
    return start(root, 0) + oracle(root.left, t) + oracle(root.right, t)


def test_empty():
    assert Solution().pathSum(None, 0) == 0


def test_random():
    rng = random.Random(2)
    for _ in range(500):
        root = random_tree(rng, rng.randint(1, 20), -4, 4)
        t = rng.randint(-6, 6)
        assert Solution().pathSum(root, t) == oracle(root, t)


def test_zeros():
    assert Solution().pathSum(build([0, 0, 0]), 0) == 5
