import random
from collections import Counter
from solution import Solution, TreeNode


def dump(n):
    return (n.val, dump(n.left), dump(n.right)) if n else None


def every(n):
    return [n] + every(n.left) + every(n.right) if n else []


def check(root):
    c = Counter(dump(n) for n in every(root))
    want = sorted((k for k, v in c.items() if v >= 2), key=str)
    got = sorted((dump(n) for n in Solution().findDuplicateSubtrees(root)), key=str)
    assert got == want


def gen(rng, size, vals):
    if size == 0:
        return None
    l = rng.randint(0, size - 1)
    return TreeNode(rng.choice(vals), gen(rng, l, vals), gen(rng, size - 1 - l, vals))


def test_single():
    check(TreeNode(5))


def test_mirror_is_not_duplicate():
    check(TreeNode(0, TreeNode(1, TreeNode(2), None), TreeNode(1, None, TreeNode(2))))


def test_many_copies():
    def leaf():
        return TreeNode(7)
    check(TreeNode(1, TreeNode(2, leaf(), leaf()), TreeNode(2, leaf(), leaf())))


def test_multi_digit():
    check(TreeNode(11, TreeNode(1, TreeNode(1)), TreeNode(1, TreeNode(11))))


def test_random():
    rng = random.Random(9)
    for _ in range(400):
        check(gen(rng, rng.randint(1, 18), [-1, 0, 1] if rng.random() < .5 else [1, 11, 111]))
