import random
from solution import Solution, TreeNode


def build(lo, hi, rng):
    if lo > hi:
        return None
    m = rng.randint(lo, hi)
    return TreeNode(m, build(lo, m - 1, rng), build(m + 1, hi, rng))


def nodes(t):
    return nodes(t.left) + [t] + nodes(t.right) if t else []


def shape(t):
    return (t.val, shape(t.left), shape(t.right)) if t else None


def run(root, a, b):
    want = shape(root)
    ns = nodes(root)
    ns[a].val, ns[b].val = ns[b].val, ns[a].val
    Solution().recoverTree(root)
    assert shape(root) == want


def test_all_pairs():
    for n in range(2, 8):
        for a in range(n):
            for b in range(a + 1, n):
                run(build(1, n, random.Random(n)), a, b)


def test_pair_chain():
    root = TreeNode(2, None, TreeNode(1))
    Solution().recoverTree(root)
    assert root.val == 1 and root.right.val == 2


def test_random():
    rng = random.Random(8)
    for _ in range(400):
        n = rng.randint(2, 25)
        a, b = rng.sample(range(n), 2)
        run(build(-5, n - 6, rng), a, b)
